// Who one is, chosen from the published list and kept on this device only; nothing is sent.

const page = document.querySelector("[data-tables]");
const NAME = `ljuspunkt-me-${page.dataset.tables}`;
const choice = page.querySelector("select");
const mine = page.querySelector("[data-mine]");
const rows = [...page.querySelectorAll("[data-expert]")];

function show() {
  const row = rows.find((each) => each.dataset.expert === choice.value);
  for (const each of rows) each.toggleAttribute("data-me", each === row);
  mine.hidden = !row;
  if (!row) return;
  mine.querySelectorAll("li").forEach((place) => {
    const cell = row.querySelector(`[data-occasion="${place.dataset.occasion}"]`);
    place.hidden = !cell?.dataset.table;
    if (!cell?.dataset.table) return;
    place.querySelector("[data-place]").textContent = cell.dataset.said;
    const others = rows.filter(
      (each) =>
        each !== row && each.querySelector(`[data-occasion="${place.dataset.occasion}"]`)?.dataset.table === cell.dataset.table,
    );
    place.querySelector("[data-with]").textContent = others.map((each) => each.dataset.name).join(", ");
  });
}

for (const part of page.querySelectorAll("[data-scripted]")) part.hidden = false;
try {
  choice.value = localStorage.getItem(NAME) ?? "";
} catch {
  choice.value = "";
}
choice.addEventListener("change", () => {
  localStorage.setItem(NAME, choice.value);
  show();
});
show();
