// The chair's console stays up to date: a stream says that something has changed, and the page fetches itself anew.

const now = document.getElementById("now");
const said = document.querySelector("[data-said]");
let asked = 0;
let shown = "";

// A button that does something else now isn't the one that was about to be pressed, wherever it stands.
const deed = (each) => [each.id, each.formAction, each.href, each.value].join(" ");

async function fetchLatest() {
  const turn = ++asked;
  const answer = await fetch("?part").catch(() => null);
  if (!answer?.ok || answer.redirected || turn !== asked) return;
  const fresh = await answer.text();
  if (fresh === shown) return;
  shown = fresh;
  const focused = now.contains(document.activeElement) && deed(document.activeElement);
  const before = now.querySelector("h1").textContent;
  now.innerHTML = fresh;
  const heading = now.querySelector("h1");
  heading.tabIndex = -1;
  document.title = `${heading.textContent} · Ljuspunkt`;
  const same = focused && [...now.querySelectorAll("a, button, input")].find((each) => deed(each) === focused);
  if (focused) (same ?? heading).focus({ preventScroll: Boolean(same) });
  // Numbers and the countdown stay silent; what has come instead of what was is told once.
  if (heading !== document.activeElement && heading.textContent !== before) said.textContent = heading.textContent;
  tick();
}

function tick() {
  for (const left of now.querySelectorAll("[data-until]")) {
    const seconds = Math.max(0, Math.ceil((new Date(left.dataset.until) - Date.now()) / 1000));
    left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }
}

function still(down) {
  const note = now.querySelector("[data-still]");
  if (note) note.hidden = !down;
}

let failures = 0;
let again = 0;

function listen() {
  clearTimeout(again);
  const stream = new EventSource(now.dataset.live);
  stream.addEventListener("open", () => {
    failures = 0;
    still(false);
    fetchLatest();
  });
  stream.addEventListener("error", () => {
    still(true);
    // A browser comes back to a lost line by itself, but not to one that was refused.
    if (stream.readyState === EventSource.CLOSED) again = setTimeout(listen, Math.min(8000, 1000 * 2 ** failures++));
  });
  stream.addEventListener("state", fetchLatest);
  stream.addEventListener("numbers", (event) => {
    const { voted } = JSON.parse(event.data);
    for (const place of now.querySelectorAll("[data-voted]")) place.textContent = voted;
  });
}

listen();
addEventListener("pageshow", (event) => event.persisted && fetchLatest());
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && fetchLatest());
setInterval(tick, 1000);
tick();
