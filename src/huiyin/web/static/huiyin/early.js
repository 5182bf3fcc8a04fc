// Before anything is drawn: say that scripts run, so that what only works with them can show itself.
const page = document.documentElement
page.classList.add("hy-scripts")
// A chart that nothing came to draw by then leaves its place to its table.
window.addEventListener("load", () => setTimeout(() => page.classList.remove("hy-scripts"), 5000))
document.addEventListener("DOMContentLoaded", () => {
  document.body.classList.add("js-enabled")
  if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported")
})
