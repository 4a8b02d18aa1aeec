// Tables sort by a press on a heading, and show only the rows that contain what is typed, without a new page.
// A table asks for it with data-sort and an id; ui/filter.html is the field. Without scripts the table stays as it is.

const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
const said = (row, at) => row.cells[at].dataset.value ?? row.cells[at].textContent.trim();

function sort(table, heading, at) {
  const up = heading.getAttribute("aria-sort") !== "ascending";
  for (const other of heading.parentElement.cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", up ? "ascending" : "descending");
  const body = table.tBodies[0];
  const rows = [...body.rows].sort((a, b) => compare(said(a, at), said(b, at)) * (up ? 1 : -1));
  body.append(...rows);
}

for (const table of document.querySelectorAll("table[data-sort]")) {
  [...table.tHead.rows[0].cells].forEach((heading, at) => {
    if (!heading.textContent.trim() || heading.hasAttribute("data-unsorted")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    button.addEventListener("click", () => sort(table, heading, at));
    heading.append(button);
  });
}

for (const field of document.querySelectorAll("[data-filter]")) {
  const table = document.getElementById(field.dataset.filter);
  const [input, told] = [field.querySelector("input"), field.querySelector("[role=status]")];
  const rows = table ? [...table.tBodies[0].rows] : [];
  field.hidden = rows.length < 8;
  input.addEventListener("input", () => {
    const wanted = input.value.toLocaleLowerCase();
    for (const row of rows) row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted);
    const shown = rows.filter((row) => !row.hidden).length;
    told.textContent = wanted ? field.dataset.count.replace("{shown}", shown).replace("{all}", rows.length) : "";
  });
}
