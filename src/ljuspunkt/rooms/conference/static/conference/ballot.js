// A ballot on a phone: the foot counts, what is chosen survives a reload, the slip's QR code fills in the code, and a
// ballot that met no connection is sent again. Everything works without this too.

const DRAFT = "ballot-";
const RETRY = 2000;
const WHOLE = { Prefer: "return=representation" }; // the answer itself, instead of the way to it

const forms = () => document.querySelectorAll("form[data-ballot]");

function chosen(form) {
  const values = {};
  for (const [name, value] of new FormData(form)) {
    if (name.startsWith("item-") && value.trim()) values[name] = value.trim();
  }
  return values;
}

function amount(kind, values) {
  if (kind === "points") return values.reduce((sum, value) => sum + (Number.parseInt(value, 10) || 0), 0);
  if (kind === "approve" || kind === "choose") return values.filter((value) => value === "yes").length;
  return values.length;
}

function count(form) {
  const values = chosen(form);
  const of = new Map();
  for (const item of form.querySelectorAll("[data-item]")) {
    const name = item.querySelector("input")?.name;
    if (name in values) {
      for (const kind of ["", item.dataset.of]) of.set(kind, [...(of.get(kind) ?? []), values[name]]);
    }
  }
  for (const foot of form.querySelectorAll("[data-foot]")) {
    const n = amount(form.dataset.kind, of.get(foot.dataset.foot) ?? []);
    foot.querySelector("[data-count]").textContent = n;
    foot.querySelectorAll(".points i").forEach((point, place) => point.toggleAttribute("data-lit", place < n));
  }
  const answered = form.querySelector("[data-answered]");
  if (answered) {
    answered.hidden = false;
    answered.querySelector("[data-n]").textContent = Object.keys(values).length;
  }
}

function keep(form) {
  sessionStorage.setItem(DRAFT + form.dataset.ballot, JSON.stringify(chosen(form)));
}

function restore(form) {
  const draft = JSON.parse(sessionStorage.getItem(DRAFT + form.dataset.ballot) ?? "{}");
  for (const field of form.elements) {
    if (!(field.name in draft)) continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === draft[field.name];
    else field.value = draft[field.name];
  }
}

function begin() {
  if (isOver()) for (const name of Object.keys(sessionStorage)) if (name.startsWith(DRAFT)) sessionStorage.removeItem(name);
  for (const form of forms()) {
    if (form.dataset.begun) continue;
    form.dataset.begun = "yes";
    if (!("filled" in form.dataset) && Object.keys(chosen(form)).length === 0) restore(form);
    count(form);
  }
}

// A ballot that was received, and a vote that isn't open any more, leave nothing of what was chosen in the tab.
function isOver() {
  const shown = document.querySelector("[data-live] > [data-state]") ?? document.querySelector("[data-live]");
  const open = shown?.dataset.state ?? (shown?.dataset.vote ? "open" : "none");
  return document.querySelector("[data-received]") !== null || (shown !== null && open !== "open");
}

function show(page) {
  const answer = new DOMParser().parseFromString(page, "text/html");
  document.title = answer.title;
  document.body.replaceWith(answer.body);
  document.querySelector("main").focus();
  begin();
}

async function send(form, button) {
  const said = form.querySelector("[data-sending]");
  const body = new URLSearchParams(new FormData(form, button));
  button.disabled = true;
  for (;;) {
    try {
      const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin", headers: WHOLE });
      if (answer.redirected) return location.assign(answer.url);
      const page = await answer.text();
      history.replaceState(null, "", form.action); // reloading asks for what is the case then, and sends nothing
      return show(page);
    } catch {
      said.textContent = said.dataset.sending;
      said.hidden = false;
      await new Promise((resolve) => setTimeout(resolve, RETRY));
    }
  }
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-ballot]");
  if (form) {
    count(form);
    keep(form);
  }
});

document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-cast]") && event.submitter?.value === "cast") {
    event.preventDefault();
    send(event.target, event.submitter);
  }
});

// The QR code on a slip holds the code behind a #, which no server and no proxy ever sees.
const slip = /^#([A-Za-z0-9]{10})$/.exec(location.hash);
const field = document.querySelector("[data-codeform] [name=code]");
if (slip && field) {
  field.value = slip[1];
  history.replaceState(null, "", location.pathname + location.search);
}

// Reloading a page that answered a form, or going back to it, asks for what is the case then, and sends nothing again.
history.replaceState(history.state, "", location.href);

begin();
new MutationObserver(begin).observe(document.documentElement, { childList: true, subtree: true });
