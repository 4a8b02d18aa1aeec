// The respondents' pages need no script. Where there is one: questions are read aloud if the browser has a voice for
// their language, a code comes along from a QR code, and a shared tablet asks whether somebody is still there.

const listen = document.querySelector("[data-listen]");
const page = document.documentElement;

function voice(language) {
  return speechSynthesis.getVoices().find((each) => each.lang.toLowerCase().split(/[-_]/)[0] === language.split("-")[0]);
}

function spoken() {
  const parts = [];
  const wanted = "h1, h2, h3, .lede, .hint, .fill, .told, .notice, .problem, .scale label, .promises li, main p";
  for (const each of document.querySelectorAll(`main :is(${wanted})`)) {
    if (each.closest(".progress, .anon") || each.parentElement.closest(wanted)) continue;
    const language = (each.querySelector("[lang]") || each).closest("[lang]").lang;
    parts.push([each.innerText, language]);
  }
  return parts;
}

function say() {
  const words = listen.querySelector("span");
  const before = words.textContent;
  const end = () => {
    speechSynthesis.cancel();
    words.textContent = before;
    listen.removeAttribute("aria-pressed");
  };
  words.textContent = listen.dataset.stop;
  listen.setAttribute("aria-pressed", "true");
  speechSynthesis.cancel();
  const parts = spoken();
  parts.forEach(([text, language], place) => {
    const said = new SpeechSynthesisUtterance(text);
    said.lang = language;
    said.voice = voice(language) || null;
    said.rate = document.body.hasAttribute("data-easy") ? 0.85 : 0.95;
    if (place === parts.length - 1) said.onend = end;
    speechSynthesis.speak(said);
  });
  return end;
}

if (listen && "speechSynthesis" in window) {
  const show = () => { listen.hidden = !voice(page.lang); };
  show();
  speechSynthesis.addEventListener?.("voiceschanged", show);
  let end = null;
  listen.addEventListener("click", () => {
    if (listen.hasAttribute("aria-pressed")) end();
    else end = say();
  });
  addEventListener("pagehide", () => speechSynthesis.cancel());
}

// What a browser shows again from memory may be somebody else's by now.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

const typed = document.querySelector("[data-from-address]");
if (typed && location.hash.length > 1) {
  typed.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
}

const idle = Number(document.body.dataset.idle);
const ask = document.getElementById("idle");
if (idle && ask) {
  let clear;
  const again = () => {
    clearTimeout(clear);
    if (ask.open) return;
    clear = setTimeout(() => {
      ask.showModal();
      clear = setTimeout(() => { location.replace(document.body.dataset.clear); }, Number(ask.dataset.seconds) * 1000);
    }, idle * 1000);
  };
  for (const kind of ["pointerdown", "keydown", "input", "scroll"]) addEventListener(kind, again, { passive: true });
  ask.addEventListener("close", again);
  again();
}
