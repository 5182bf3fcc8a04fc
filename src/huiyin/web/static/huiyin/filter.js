// A long list to choose from gets a box above it: what is typed there leaves only the choices that contain it.
const LONG = 20

function matching(children, typed) {
  const found = []
  for (const child of children) {
    if (child.tagName === "OPTGROUP") {
      const inside = [...child.children].filter((option) => fits(option, typed) || child.label.includes(typed))
      if (!inside.length) continue
      const group = child.cloneNode(false)
      group.append(...inside.map((option) => option.cloneNode(true)))
      found.push(group)
    } else if (!child.value || fits(child, typed)) {
      found.push(child.cloneNode(true))
    }
  }
  return found
}

function fits(option, typed) {
  return option.selected || option.textContent.toLowerCase().includes(typed)
}

function offer(select) {
  const words = document.body.dataset
  const all = [...select.children]
  const box = Object.assign(document.createElement("input"), {
    type: "search",
    className: "govuk-input hy-filter-box",
    placeholder: words.filterLabel,
    autocomplete: "off",
  })
  box.setAttribute("aria-label", `${words.filterLabel} – ${select.labels[0]?.textContent.trim() ?? ""}`)
  box.setAttribute("aria-controls", select.id)
  select.dataset.filtered = "true"
  select.before(box)
  box.addEventListener("input", () => {
    const chosen = select.value
    for (const option of all.flatMap((one) => [one, ...one.children])) option.selected = option.value === chosen
    select.replaceChildren(...matching(all, box.value.normalize("NFKC").trim().toLowerCase()))
    select.value = chosen
  })
  // typing here answers no question: what follows from the answers is not asked for again
  box.addEventListener("change", (event) => event.stopPropagation())
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault()
  })
}

export function offerAll(scope) {
  for (const select of scope.querySelectorAll("select.govuk-select")) {
    if (select.options.length > LONG && !select.dataset.filtered && !select.multiple && !select.closest(".hy-filters")) {
      offer(select)
    }
  }
}
