// The list of candidates follows its filters without a new page; the address follows too, so that it can be shared.
// Without scripts the button of the form does the same.

const standing = new Set(["proposed", "accepted"]);

for (const form of document.querySelectorAll("form[data-filters]")) {
  const rows = [...document.getElementById(form.dataset.filters).tBodies[0].rows];
  const told = document.querySelector("[data-shown]");
  const passes = (row, name, value) =>
    name === "status" && !value ? standing.has(row.dataset.status) : !value || value === "all" || row.dataset[name] === value;
  const show = () => {
    const chosen = [...new FormData(form)];
    for (const row of rows) row.hidden = !chosen.every(([name, value]) => passes(row, name, value));
    const shown = rows.filter((row) => !row.hidden).length;
    told.textContent = told.dataset.shown.replace("{shown}", shown).replace("{all}", rows.length);
    const address = new URLSearchParams(chosen.filter(([, value]) => value));
    history.replaceState(null, "", address.size ? `?${address}` : location.pathname);
  };
  form.querySelector("button").hidden = true;
  form.addEventListener("change", show);
  form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
}
