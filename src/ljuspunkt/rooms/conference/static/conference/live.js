// A page that follows its room: what is pushed takes the place of what is shown, and a lost line comes back by itself.
// What somebody has chosen or written stays, and so does the keyboard's place. Without this, pages are reloaded by hand.

const LATE = 40_000; // three beats of the server: a line that has been silent for so long is dead
const TELL_AFTER = 2_500;
const AGAIN = [1_000, 2_000, 4_000, 8_000];

let source = null;
let heard = 0;
let failures = 0;
let untold = 0;
let again = 0;
let ahead = 0; // the server's clock minus ours
let numbers = null;

const root = () => document.querySelector("[data-live]");

function scene() {
  const shown = root().querySelector(":scope > [data-state]") ?? root();
  return { name: shown.dataset.state ?? root().dataset.scene, vote: shown.dataset.vote ?? root().dataset.vote };
}

// The line

function listen() {
  clearTimeout(again);
  source?.close();
  const address = new URL(root().dataset.live, location.href);
  address.searchParams.set("seen", root().dataset.seen);
  source = new EventSource(address);
  source.addEventListener("clock", (event) => { ahead = Number(event.data) - Date.now(); up(); });
  source.addEventListener("beat", up);
  source.addEventListener("numbers", (event) => { up(); numbers = JSON.parse(event.data); tellNumbers(); });
  source.addEventListener("state", (event) => { up(); show(event.data, event.lastEventId); });
  source.addEventListener("error", down);
  heard = Date.now();
}

function up() {
  heard = Date.now();
  failures = 0;
  clearTimeout(untold);
  untold = 0;
  const line = document.querySelector("[data-line]");
  if (line.dataset.line === "lost") {
    line.dataset.line = "up";
    line.textContent = line.dataset.back;
    setTimeout(() => { if (line.dataset.line === "up") line.textContent = ""; }, TELL_AFTER);
  }
}

function down() {
  untold ||= setTimeout(tellLost, TELL_AFTER);
  if (source.readyState === EventSource.CLOSED) {
    const wait = AGAIN[Math.min(failures++, AGAIN.length - 1)];
    clearTimeout(again);
    again = setTimeout(listen, wait * (0.5 + Math.random()));
  }
}

function tellLost() {
  const line = document.querySelector("[data-line]");
  line.dataset.line = "lost";
  line.textContent = line.dataset.lost;
}

function wake() {
  if (document.visibilityState === "visible" && Date.now() - heard > LATE / 2) listen();
}

setInterval(() => { if (Date.now() - heard > LATE) { down(); listen(); } }, LATE / 4);
document.addEventListener("visibilitychange", wake);
window.addEventListener("online", listen);
window.addEventListener("pageshow", (event) => { if (event.persisted) listen(); });

// The state

function show(html, version) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const next = fresh.content.querySelector("[data-state]")?.dataset ?? {};
  const now = scene();
  root().dataset.seen = version;
  // The same ballot, or its receipt: what is chosen on it stays.
  if (next.state === "open" && now.name === "open" && next.vote === now.vote && root().querySelector("form, [data-received]")) return;
  swap(html, version);
  const shown = root().querySelector("[data-state]");
  if (shown && now.name === "open" && next.state === "result" && now.vote === next.vote) shown.dataset.reveal = "";
  if (root().dataset.home && location.pathname !== root().dataset.home) history.replaceState(null, "", root().dataset.home);
}

function swap(html, version) {
  const place = keep();
  root().innerHTML = html;
  root().dataset.seen = version;
  delete root().dataset.scene;
  delete root().dataset.vote;
  restore(place);
  tellNumbers();
  tick();
  const heading = root().querySelector("h1");
  document.querySelector("[data-said]").textContent = heading?.textContent.trim() ?? "";
}

// What somebody was doing

function fields() {
  const found = new Map();
  for (const field of root().querySelectorAll("form [name]")) {
    if (field.type === "hidden" || field.type === "submit") continue;
    const choice = field.type === "radio" || field.type === "checkbox" ? ` ${field.value}` : "";
    const where = field.form.id || field.form.getAttribute("action");
    found.set(`${where} ${field.form.dataset.ballot ?? ""} ${field.name}${choice}`, field);
  }
  return found;
}

function changed(field) {
  if (field.type === "radio" || field.type === "checkbox") return field.checked !== field.defaultChecked;
  return "defaultValue" in field && field.value !== field.defaultValue;
}

function keep() {
  const values = new Map();
  let focused = null;
  for (const [name, field] of fields()) {
    if (changed(field)) values.set(name, field);
    if (field === document.activeElement) focused = name;
  }
  const open = [...root().querySelectorAll("details[open][id]")].map((each) => each.id);
  return { values, focused, open, inside: root().contains(document.activeElement), y: scrollY, name: scene().name };
}

function restore({ values, focused, open, inside, y, name }) {
  const now = fields();
  for (const [field, was] of values) {
    const is = now.get(field);
    if (!is) continue;
    if (was.type === "radio" || was.type === "checkbox") is.checked = was.checked;
    else is.value = was.value;
  }
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (now.has(focused)) now.get(focused).focus({ preventScroll: true });
  else if (inside) root().querySelector("h1[tabindex], main")?.focus({ preventScroll: true });
  scrollTo(0, scene().name === name ? y : 0);
}

// The numbers

function tellNumbers() {
  if (!numbers) return;
  for (const each of root().querySelectorAll("[data-here]")) {
    each.textContent = numbers.here;
    each.closest("[data-here-line]")?.removeAttribute("hidden");
  }
  light("here", numbers.here);
  if (String(numbers.vote) !== String(scene().vote)) return;
  for (const each of root().querySelectorAll("[data-voted]")) each.textContent = numbers.voted;
  light("voted", numbers.voted);
}

function light(what, n) {
  for (const points of root().querySelectorAll(`[data-points="${what}"]`)) {
    [...points.children].forEach((point, place) => point.toggleAttribute("data-lit", place < n));
  }
}

function tick() {
  for (const each of root().querySelectorAll("[data-until]")) {
    const left = Math.max(0, Math.ceil((Date.parse(each.dataset.until) - Date.now() - ahead) / 1000));
    const said = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (each.textContent !== said) each.textContent = said;
    each.toggleAttribute("data-soon", left <= 10);
  }
}
setInterval(tick, 250);

if (root()) {
  listen();
  tick();
}
