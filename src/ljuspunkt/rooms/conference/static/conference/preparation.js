// The own preparation: marks and notes live on this device and, with a code, sealed on the server as well.

import { asTyped, canSeal, inGroups, isWhole, keysOf, maskOf, seal, toBytes, toText, unseal } from "./preparation-keys.js";
import { emptyNotes, forgetNotes, keepNotes, notesOf } from "./own-notes.js";

const page = document.querySelector("[data-preparation]");
const { room, salt, save, read, give } = page.dataset;
const words = JSON.parse(document.getElementById("preparation-words").textContent);
const items = new Map([...page.querySelectorAll("[data-item]")].map((item) => [item.dataset.item, item]));
const status = page.querySelector("[data-status]");
const WAIT = 1500;

let notes = notesOf(room);
let keys = null;
let timer = 0;
let saving = false;
let again = false;

const say = (key) => {
  status.textContent = words[key] ?? key;
};

async function ask(address, what) {
  // Without cookies, so that nothing else that this device holds goes along.
  const answer = await fetch(address, {
    method: "POST",
    credentials: "omit",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ identifier: keys.identifier, ticket: keys.ticket, ...what }),
  });
  return { status: answer.status, said: await answer.json() };
}

// Where two devices have marked the same candidate, what was marked last holds.
function merged(one, other) {
  const marks = { ...one.marks };
  for (const [reference, said] of Object.entries(other.marks ?? {})) {
    if (!(reference in marks) || (said.at ?? 0) > (marks[reference].at ?? 0)) marks[reference] = said;
  }
  const newer = (other.ordered ?? 0) > (one.ordered ?? 0) ? other : one;
  return { ...one, marks, order: newer.order ?? [], ordered: newer.ordered ?? 0 };
}

const sealedPart = () => ({ marks: notes.marks, order: notes.order, ordered: notes.ordered });

async function take(kept) {
  if (kept.sealed) notes = merged(notes, await unseal(keys.key, keys.identifier, kept.sealed));
  notes.version = kept.version;
  notes.gave = kept.gave;
  keepNotes(room, notes);
}

async function saveSealed() {
  timer = 0;
  if (!keys) return;
  if (saving) {
    again = true;
    return;
  }
  saving = true;
  say("saving");
  try {
    for (let tries = 0; tries < 4; tries += 1) {
      const sealed = await seal(keys.key, keys.identifier, sealedPart());
      const { status: code, said } = await ask(save, { sealed, version: notes.version });
      if (code === 200) {
        notes.version = said.version;
        keepNotes(room, notes);
        say("saved");
        break;
      }
      if (code !== 409) {
        say(said.said ?? "unsaved");
        break;
      }
      await take(said);
      draw();
    }
  } catch {
    say("unsaved");
  } finally {
    saving = false;
  }
  if (again) {
    again = false;
    await saveSealed();
  }
}

function changed() {
  keepNotes(room, notes);
  say(keys ? "saving" : "here");
  clearTimeout(timer);
  timer = setTimeout(saveSealed, WAIT);
  count();
}

function mark(reference, what) {
  notes.marks[reference] = { ...notes.marks[reference], ...what, at: Date.now() };
  changed();
}

function count() {
  const marked = [...items.keys()].filter((reference) => notes.marks[reference]?.mark);
  page.querySelector("[data-marked]").textContent = marked.length;
  const yes = marked.filter((reference) => notes.marks[reference].mark === "yes");
  page.querySelector("[data-yes-count]").textContent = yes.length;
  for (const [reference, item] of items) item.toggleAttribute("data-done", Boolean(notes.marks[reference]?.mark));
  drawOrder(yes);
}

function drawOrder(yes) {
  const part = page.querySelector("[data-order]");
  const list = part.querySelector("ol");
  part.hidden = yes.length < 2;
  const order = [...notes.order.filter((each) => yes.includes(each)), ...yes.filter((each) => !notes.order.includes(each))];
  const focused = document.activeElement?.dataset?.move;
  list.replaceChildren(
    ...order.map((reference, at) => {
      const row = document.createElement("li");
      const title = document.createElement("span");
      title.textContent = `${reference} ${items.get(reference).dataset.short}`;
      row.append(title);
      for (const [way, other] of [["up", at - 1], ["down", at + 1]]) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button";
        button.dataset.move = `${way} ${reference}`;
        button.setAttribute("aria-label", words[way].replace("{candidate}", title.textContent));
        button.textContent = way === "up" ? "↑" : "↓";
        button.disabled = other < 0 || other >= order.length;
        button.addEventListener("click", () => {
          [order[at], order[other]] = [order[other], order[at]];
          notes.order = order;
          notes.ordered = Date.now();
          changed();
        });
        row.append(button);
      }
      return row;
    }),
  );
  if (focused) {
    const wanted = list.querySelector(`[data-move="${CSS.escape(focused)}"]`);
    (wanted?.disabled ? wanted.parentElement.querySelector("button:not([disabled])") : wanted)?.focus();
  }
}

function draw() {
  for (const [reference, item] of items) {
    const said = notes.marks[reference] ?? {};
    for (const field of item.querySelectorAll("input[type=radio]")) field.checked = field.value === (said.mark ?? "");
    const note = item.querySelector("textarea");
    if (document.activeElement !== note) note.value = said.note ?? "";
    if (said.note) note.closest("details").open = true;
  }
  page.querySelector("[data-with-code]").hidden = !keys;
  page.querySelector("[data-without-code]").hidden = Boolean(keys);
  page.querySelector("[data-own-code]").textContent = notes.code ? inGroups(notes.code) : "";
  const gift = page.querySelector("[data-give]");
  if (gift) {
    gift.querySelector("[data-can-give]").hidden = !keys || notes.gave;
    gift.querySelector("[data-has-given]").hidden = !notes.gave;
    gift.querySelector("[data-needs-code]").hidden = Boolean(keys);
  }
  count();
}

async function useCode(code, fromField) {
  if (!canSeal()) return say("unsafe");
  if (!isWhole(code)) return say("short");
  say("opening");
  const before = { code: notes.code, version: notes.version, gave: notes.gave };
  try {
    keys = await keysOf(code, salt);
    const { status: answer, said } = await ask(read, {});
    if (answer !== 200) {
      keys = null;
      return say(said.said ?? "wrong");
    }
    if (before.code && before.code !== asTyped(code)) notes = emptyNotes();
    notes.code = asTyped(code);
    await take(said);
    draw();
    say(said.sealed ? "opened" : "begun");
    if (Object.keys(notes.marks).length > 0) await saveSealed();
    if (fromField) page.querySelector("[data-list]").focus();
  } catch {
    if (!notes.code) keys = null;
    say(notes.code ? "offline" : "wrong");
  }
}

async function giveMarks() {
  await saveSealed();
  const references = JSON.parse(page.dataset.items);
  const vector = references.flatMap((reference) =>
    ["yes", "maybe", "no"].map((value) => Number(notes.marks[reference]?.mark === value)),
  );
  const seed = crypto.getRandomValues(new Uint8Array(16));
  const mask = await maskOf(seed, vector.length);
  const key = await crypto.subtle.importKey(
    "spki",
    toBytes(page.dataset.publicKey),
    { name: "RSA-OAEP", hash: "SHA-256" },
    false,
    ["encrypt"],
  );
  const sealed = toText(await crypto.subtle.encrypt({ name: "RSA-OAEP" }, key, seed));
  const masked = vector.map((one, place) => (one + mask[place]) % 2 ** 32);
  const { status: answer, said } = await ask(give, { masked, seed: sealed });
  if (answer === 200) {
    notes.gave = true;
    keepNotes(room, notes);
    draw();
    say("given");
  } else say(said.said ?? "unsaved");
}

for (const part of page.querySelectorAll("[data-scripted]")) part.hidden = false;
for (const [reference, item] of items) {
  for (const field of item.querySelectorAll("input[type=radio]")) {
    field.addEventListener("change", () => mark(reference, { mark: field.value }));
    // A second press on what is chosen takes it back.
    field.addEventListener("click", () => {
      if (field.dataset.held === "yes") {
        field.checked = false;
        mark(reference, { mark: "" });
      }
      for (const other of item.querySelectorAll("input[type=radio]")) other.dataset.held = other.checked ? "yes" : "";
    });
  }
  item.querySelector("textarea").addEventListener("input", (event) => mark(reference, { note: event.target.value }));
}
page.querySelector("[data-code-form]").addEventListener("submit", (event) => {
  event.preventDefault();
  useCode(event.target.querySelector("input").value, true);
});
page.querySelector("[data-only-unmarked]").addEventListener("change", (event) => {
  page.querySelector("[data-list]").toggleAttribute("data-unmarked-only", event.target.checked);
});
page.querySelector("[data-forget]").addEventListener("click", () => {
  forgetNotes(room);
  notes = emptyNotes();
  keys = null;
  draw();
  say("forgotten");
});
page.querySelector("[data-can-give] button")?.addEventListener("click", giveMarks);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "hidden" || !timer) return;
  clearTimeout(timer);
  saveSealed();
});

draw();
for (const item of items.values()) {
  for (const field of item.querySelectorAll("input[type=radio]")) field.dataset.held = field.checked ? "yes" : "";
}
const handed = decodeURIComponent(location.hash.slice(1));
if (handed && isWhole(handed)) {
  // Out of the address, so that it stays neither in the history nor in a screenshot.
  history.replaceState(null, "", location.pathname + location.search);
  useCode(handed, false);
} else if (notes.code && canSeal()) useCode(notes.code, false);
else say(canSeal() ? "here" : "unsafe");
