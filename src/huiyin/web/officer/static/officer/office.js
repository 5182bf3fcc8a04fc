// What the offices' pages gain from a script: a box that chooses all rows, and a button that prints.
for (const table of document.querySelectorAll("[data-keys-list]")) {
  const boxes = () => [...table.querySelectorAll("tbody input[type=checkbox]")]
  const all = table.querySelector("[data-choose-all]")
  if (!all || !boxes().length) continue
  all.hidden = false
  all.addEventListener("change", () => boxes().forEach((box) => (box.checked = all.checked)))
  table.addEventListener("change", () => {
    const chosen = boxes().filter((box) => box.checked).length
    all.checked = chosen === boxes().length
    all.indeterminate = chosen > 0 && !all.checked
  })
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false
  button.addEventListener("click", () => window.print())
}

// A suggested organ is taken into the list at once; without a script the page comes back with it chosen.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-adopt]")
  const select = button?.form?.elements.to
  if (!select) return
  select.value = button.dataset.adopt
  if (select.value !== button.dataset.adopt) return
  event.preventDefault()
  select.dispatchEvent(new Event("change", { bubbles: true }))
})
