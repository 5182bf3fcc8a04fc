// Before anything is drawn: say that scripts run, so that what only works with them can show itself.
document.addEventListener("DOMContentLoaded", () => {
  document.body.classList.add("js-enabled")
  if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported")
})
