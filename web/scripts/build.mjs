// Builds the faces that exist into web/dist with the addresses the server uses, and lists the
// hashes of inlined styles for the server's content security policy. No inline script is ever made.
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'vite'
import { prerender } from './prerender.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
// DIST: another folder, FACES: only some of them (for looking at one while others work).
const dist = process.env.DIST ?? join(root, 'dist')
const wanted = process.env.FACES?.split(',')
const pages = { citizen: 'index.html', staff: 'can-bo/index.html', leader: 'lanh-dao/index.html' }

/** What draws the operator's own base map: named apart, so that no phone keeps it without one. */
function manualChunks(id) {
  if (/node_modules\/(pmtiles|fflate)\//.test(id)) return 'basemap-tiles'
  const vector = /node_modules\/(protomaps-leaflet|@protomaps|@mapbox|pbf|rbush|color2k|potpack)\//
  return vector.test(id) ? 'basemap-vector' : undefined
}

process.chdir(root)
rmSync(dist, { recursive: true, force: true })
for (const [face, page] of Object.entries(pages)) {
  if (!existsSync(join(root, face, 'index.html'))) continue
  if (wanted && !wanted.includes(face)) continue
  process.env.FACE = face
  const output = { manualChunks }
  await build({
    root,
    logLevel: 'warn',
    build: { outDir: dist, rollupOptions: { output } },
  })
  const target = join(dist, page)
  mkdirSync(dirname(target), { recursive: true })
  renameSync(join(dist, face, 'index.html'), target)
  rmSync(join(dist, face), { recursive: true, force: true })
}
const styles = []
if (existsSync(join(dist, 'index.html'))) styles.push(...(await prerender(root, dist)))
const hash = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`
writeFileSync(
  join(dist, 'csp.json'),
  JSON.stringify({ style: [...new Set(styles.map(hash))], script: [] }, null, 2) + '\n',
)
// The pages that the server writes share the tokens of the faces.
const css = ['tokens.css', 'server.css'].map((name) =>
  readFileSync(join(root, 'shared', name), 'utf8'),
)
writeFileSync(join(dist, 'server.css'), css.join('\n'))
// For slow lines: the server sends these where the browser takes them.
for (const name of readdirSync(dist, { recursive: true })) {
  const path = join(dist, name)
  if (!/\.(html|js|css|svg|json|webmanifest)$/.test(name) || statSync(path).size < 1024) continue
  const plain = readFileSync(path)
  writeFileSync(`${path}.gz`, gzipSync(plain, { level: 9 }))
  writeFileSync(`${path}.br`, brotliCompressSync(plain))
}
console.log('web/dist is ready')
// A build that a slow phone cannot afford is no build.
if (existsSync(join(dist, 'index.html'))) await import('./budget.mjs')
