// Keys for lists of duties: j and k move, Enter opens, x selects, / searches, ? lists the keys.
const typing = (element) => element.closest("input:not([type=checkbox]), textarea, select, dialog, [contenteditable]")

export function listen() {
  const help = document.querySelector("[data-keys-help]")
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return
    const act = { j: () => move(1), k: () => move(-1), x: select, "/": search, "?": () => help.showModal() }[event.key]
    if (act && act() !== false) event.preventDefault()
  })
}

function rows() {
  return [...document.querySelectorAll("[data-keys-list] [data-keys-row]")]
}

function move(by) {
  const all = rows()
  if (!all.length) return false
  const here = all.findIndex((row) => row.contains(document.activeElement))
  const next = all[Math.min(Math.max(here + by, 0), all.length - 1)]
  next.querySelector("a[href]")?.focus()
  next.scrollIntoView({ block: "nearest" })
}

function select() {
  const box = rows().find((row) => row.contains(document.activeElement))?.querySelector("input[type=checkbox]")
  if (!box) return false
  box.click()
}

function search() {
  const field = document.querySelector("[data-keys-search], input[type=search]")
  if (!field) return false
  field.focus()
  field.select()
}
