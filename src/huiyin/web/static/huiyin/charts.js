// Draws the charts of components/chart.html with ECharts, in the colours of the page, and follows light and dark.
// Tooltips are drawn as text: the content security policy allows no inline styles.
import * as echarts from "../vendor/echarts.js"

const drawn = new Map()

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}

function option({ kind, categories, series, unit }) {
  const horizontal = kind === "stacked" || kind === "bar"
  const ink = colour("--govuk-text-colour")
  const muted = colour("--govuk-secondary-text-colour")
  const line = colour("--govuk-border-colour")
  const text = { color: ink, fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 14 }
  const names = {
    type: "category",
    data: categories,
    inverse: horizontal,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: line } },
    axisLabel: { ...text, width: 150, overflow: "truncate", interval: horizontal ? 0 : "auto" },
  }
  const numbers = {
    type: "value",
    name: unit,
    minInterval: 1,
    nameTextStyle: { color: muted },
    axisLabel: { color: muted },
    splitLine: { lineStyle: { color: line } },
  }
  return {
    textStyle: text,
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 300,
    grid: { left: 8, right: 28, top: series.length > 1 ? 44 : 12, bottom: 8, containLabel: true },
    legend: { top: 0, left: 0, textStyle: text, itemWidth: 14, itemHeight: 14, show: series.length > 1 },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      axisPointer: { type: kind === "line" ? "line" : "shadow" },
      backgroundColor: colour("--hy-card"),
      borderColor: line,
      textStyle: text,
    },
    xAxis: horizontal ? numbers : names,
    yAxis: horizontal ? names : numbers,
    series: series.map((one) => ({
      name: one.name,
      type: kind === "line" ? "line" : "bar",
      stack: kind === "stacked" ? "all" : undefined,
      data: one.values,
      barMaxWidth: 26,
      symbolSize: 7,
      itemStyle: { color: colour(`--hy-chart-${one.state}`) },
      cursor: one.links.length ? "pointer" : "default",
    })),
  }
}

function draw(element) {
  const data = JSON.parse(document.getElementById(element.dataset.chart).textContent)
  const room = element.querySelector(".hy-chart__room")
  if (room) {
    // it is drawn into the room that was left for it, so that nothing on the page moves
    element.style.height = `${room.getAttribute("height")}px`
    room.remove()
  }
  element.dataset.drawn = ""
  const chart = drawn.get(element) ?? echarts.init(element, null, { renderer: "svg" })
  chart.setOption(option(data), true)
  if (drawn.has(element)) return
  drawn.set(element, chart)
  chart.on("click", ({ seriesIndex, dataIndex }) => {
    const href = data.series[seriesIndex].links[dataIndex]
    if (href) window.location.assign(href)
  })
  new ResizeObserver(() => chart.resize()).observe(element)
  const table = element.parentElement.querySelector("[data-chart-table]")
  if (table) {
    table.open = false
    table.dataset.settled = ""
  }
}

export function drawAll(scope = document) {
  scope.querySelectorAll("[data-chart]").forEach(draw)
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawn.forEach((_, element) => draw(element)))
window.addEventListener("beforeprint", () => document.querySelectorAll("[data-chart-table]").forEach((t) => (t.open = true)))
