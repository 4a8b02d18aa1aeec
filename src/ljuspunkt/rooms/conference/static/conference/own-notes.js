// The own notes of a device: kept in its local storage, and shown beside each candidate of a ballot. Nothing of them is
// part of any form; they never leave the device in clear.

const PREFIX = "ljuspunkt-notes-";

export const emptyNotes = () => ({ marks: {}, order: [], ordered: 0, code: "", version: "", gave: false });

export function notesOf(room) {
  try {
    return { ...emptyNotes(), ...JSON.parse(localStorage.getItem(PREFIX + room) ?? "{}") };
  } catch {
    return emptyNotes();
  }
}

export function keepNotes(room, notes) {
  localStorage.setItem(PREFIX + room, JSON.stringify(notes));
}

export function forgetNotes(room) {
  localStorage.removeItem(PREFIX + room);
}

function place(item, said, words) {
  item.querySelector("[data-own-note]")?.remove();
  const shown = document.createElement("p");
  shown.className = "ownnote";
  shown.dataset.ownNote = said.mark ?? "";
  const heading = document.createElement("b");
  heading.textContent = said.mark ? words[said.mark] : words.note;
  shown.append(heading);
  if (said.note) shown.append(` ${said.note}`);
  item.append(shown);
}

// Ballots come and go on a phone that follows the room, so each one is looked at when it appears.
export function showBesideBallot(root) {
  const form = root.querySelector("form[data-ballot]");
  const words = document.querySelector("[data-own-notes]")?.dataset;
  if (!form || !words || "noted" in form.dataset) return;
  form.dataset.noted = "";
  const notes = notesOf(words.room).marks;
  for (const item of form.querySelectorAll("[data-item]")) {
    const reference = item.querySelector("input")?.name.replace(/^item-/, "");
    const said = reference && notes[reference];
    if (said && (said.mark || said.note)) place(item, said, words);
  }
}

if (document.querySelector("[data-own-notes]")) {
  showBesideBallot(document);
  new MutationObserver(() => showBesideBallot(document)).observe(document.documentElement, { childList: true, subtree: true });
}
