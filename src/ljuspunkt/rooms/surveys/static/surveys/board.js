// Fetches the lights of the board again, as long as somebody looks at the page. Without scripts the page reloads.
const every = 20_000;
const lights = document.querySelector("[data-lights]");

async function look() {
  if (document.hidden) return;
  try {
    const answer = await fetch("?part=lights", { headers: { Accept: "text/html" } });
    if (answer.ok && !answer.redirected) lights.innerHTML = await answer.text();
  } catch {
    // the line is away for a while; the time on the page says how old the numbers are
  }
}

if (lights) {
  setInterval(look, every);
  document.addEventListener("visibilitychange", look);
}
