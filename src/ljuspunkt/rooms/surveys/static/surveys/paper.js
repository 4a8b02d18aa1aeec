// Entering a sheet by keyboard: a digit (or x) chooses in the question that has the focus, Enter goes to the next.

const sheet = document.querySelector("[data-sheet]");
const items = () => [...sheet.querySelectorAll("[data-item]")];
const first = (item) =>
  item.querySelector("input:checked") ?? item.querySelector("input:not([type=hidden]), textarea");

function go(item, step) {
  const all = items();
  const next = all[all.indexOf(item) + step];
  const target = next ? first(next) : sheet.querySelector("button[data-kind=main]");
  target.focus();
  target.closest("[data-item]")?.scrollIntoView({ block: "center" });
}

sheet?.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const item = event.target.closest("[data-item]");
  if (event.key === "Enter" && event.target.matches("#sheet, #language, #easy")) {
    event.preventDefault();
    first(items()[0]).focus();
    return;
  }
  if (!item) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    go(item, 1);
    return;
  }
  if (!event.target.matches("input[type=radio], input[type=checkbox]")) return;
  const label = item.querySelector(`label[data-digit="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!label) return;
  event.preventDefault();
  const box = label.querySelector("input");
  box.checked = box.type === "checkbox" ? !box.checked : true;
  if (box.type === "checkbox" && box.checked) {
    for (const other of item.querySelectorAll("input:checked")) {
      if ((box.value === "blank") !== (other.value === "blank")) other.checked = false;
    }
  }
  box.focus();
});

if (sheet && !document.querySelector("[autofocus]")) first(items()[0])?.focus();
