// The one module that every page loads. Everything works without it; it makes things quicker and kinder.
import { initAll } from "../vendor/govuk-frontend.js"
import { watchConnection } from "./offline.js"

function begin(scope) {
  initAll({ scope })
  if (scope.querySelector("select")) import("./filter.js").then((filter) => filter.offerAll(scope))
  if (scope.querySelector("[data-chart]")) import("./charts.js").then((charts) => charts.drawAll(scope))
}

document.body.classList.add("js-enabled", "govuk-frontend-supported")
begin(document)
watchConnection()
if (document.querySelector("[data-keys-help]")) import("./keys.js").then((keys) => keys.listen())
if (document.querySelector("[data-module^='moj-']")) import("../vendor/moj-frontend.js").then((moj) => moj.initAll())

// what htmx puts on the page comes to life too
document.addEventListener("htmx:after:swap", (event) => {
  const target = event.target instanceof Element ? event.target : document.body
  begin(target)
})
