// The print button shows itself only where it can work; what is folded away on the screen is printed.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false
  button.addEventListener("click", () => window.print())
}

let opened = []
window.addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("main details:not([open])")]
  for (const one of opened) one.open = true
})
window.addEventListener("afterprint", () => {
  for (const one of opened) one.open = false
})
