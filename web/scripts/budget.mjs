// The weights that a slow phone pays (DESIGN-UI 6.11), in gzip bytes of web/dist. Fails when one is
// over; run after a build.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const dist = process.env.DIST ?? join(dirname(fileURLToPath(import.meta.url)), '../dist')
if (!existsSync(join(dist, 'index.html'))) {
  console.error('web/dist is not built: run npm run build first')
  process.exit(1)
}
const kb = 1000
const weight = (path) => gzipSync(readFileSync(join(dist, path)), { level: 9 }).length

/** A script with everything it imports before it can run (not what it loads later). */
function graph(path, seen = new Set()) {
  if (seen.has(path)) return seen
  seen.add(path)
  const source = readFileSync(join(dist, path), 'utf8')
  for (const [, name] of source.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g))
    graph(`assets/${name}`, seen)
  return seen
}
const sum = (paths) => [...paths].reduce((total, path) => total + weight(path), 0)
const assets = readdirSync(join(dist, 'assets'))
const named = (name) => {
  const found = assets.find((file) => file.startsWith(`citizen-${name}.`) && file.endsWith('.js'))
  if (!found) throw new Error(`no chunk ${name}`)
  return `assets/${found}`
}

const page = readFileSync(join(dist, 'index.html'), 'utf8')
const entries = [...page.matchAll(/(?:src|href)="\/(assets\/[\w.-]+\.js)"/g)].map(
  ([, path]) => path,
)
const first = new Set(entries.flatMap((path) => [...graph(path)]))
const leaflet = assets
  .filter((file) => file.startsWith('citizen-leaflet') && file.endsWith('.js'))
  .map((file) => `assets/${file}`)
const flow = new Set(
  ['Report', 'Detail', 'sender', 'Latest', 'Follow'].flatMap((name) => [...graph(named(name))]),
)
const later = [...flow].filter((path) => !first.has(path))
const photo = [...graph(named('photo'))].filter((path) => !first.has(path) && !flow.has(path))

/** What every phone keeps to open without network; the operator's base map is not among it. */
const kept = JSON.parse(readFileSync(join(dist, 'shell.json'), 'utf8'))
  .files.filter((path) => path.startsWith('/assets/'))
  .map((path) => path.slice(1))
if (kept.some((path) => path.includes('basemap'))) throw new Error('the shell keeps a base map')

const rows = [
  ['JavaScript of the first screen', sum(first), 32 * kb],
  ['first load: page with its styles, and JavaScript', weight('index.html') + sum(first), 40 * kb],
  ['map library', sum(leaflet), 50 * kb],
  ['report form, sent page, follow list, own report (loaded when idle)', sum(later), 44 * kb],
  ['reading and shrinking of photos (loaded with the form)', sum(photo), 3 * kb],
  ['scripts and styles kept for opening without network', sum(kept), 190 * kb],
  ['service worker', weight('sw.js'), 5 * kb],
]
let over = 0
for (const [name, bytes, limit] of rows) {
  if (bytes > limit) over += 1
  const mark = bytes > limit ? 'OVER' : 'ok'
  console.log(
    `${mark.padEnd(5)}${(bytes / kb).toFixed(1).padStart(6)} of ${limit / kb} kB  ${name}`,
  )
}
if (over > 0) process.exit(1)
