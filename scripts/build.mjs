// Compile the style sheets and gather the scripts that pages load, into src/huiyin/web/static/vendor (not in git).
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import * as sass from "sass"

const root = join(dirname(fileURLToPath(import.meta.url)), "..")
const target = join(root, "src/huiyin/web/static/vendor")
const modules = join(root, "node_modules")

const scripts = {
  "govuk-frontend.js": "govuk-frontend/dist/govuk/govuk-frontend.min.js",
  "moj-frontend.js": "@ministryofjustice/frontend/moj/moj-frontend.min.js",
  "htmx.js": "htmx.org/dist/htmx.min.js",
  "echarts.js": "echarts/dist/echarts.esm.min.js",
}
const licences = {
  "echarts.LICENSE.txt": "echarts/LICENSE",
  "echarts.NOTICE.txt": "echarts/NOTICE",
  "htmx.LICENSE.txt": "htmx.org/LICENSE",
}

rmSync(target, { recursive: true, force: true })
mkdirSync(join(target, "images"), { recursive: true })

for (const name of ["public", "officer"]) {
  const { css } = sass.compile(join(root, `src/huiyin/web/assets/styles/${name}.scss`), {
    style: "compressed",
    loadPaths: [root],
    quietDeps: true, // warnings inside other people's packages are theirs to mend
  })
  // the crest belongs to another government
  const own = css.replace(/url\([^)]*govuk-crest\.svg[^)]*\)/g, "none")
  for (const [, icon] of own.matchAll(/url\("?\.\/images\/([^)"]+)"?\)/g)) {
    copyFileSync(join(modules, "@ministryofjustice/frontend/moj/assets/images", icon), join(target, "images", icon))
  }
  writeFileSync(join(target, `${name}.css`), own)
}

for (const [name, source] of Object.entries(scripts)) {
  // the maps are not shipped, and a mention of a missing file stops the hashing of static files
  const text = readFileSync(join(modules, source), "utf8").replace(/^\/\/# sourceMappingURL=.*$/gm, "")
  writeFileSync(join(target, name), text)
}
for (const [name, source] of Object.entries(licences)) copyFileSync(join(modules, source), join(target, name))
