// Puts the drawn screens into their pages with the styles inlined, so that a slow phone shows the
// camera before any script arrives. Answers the inlined styles (their hashes go into the CSP).
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'

const screens = ['/', '/bao-tin', '/theo-doi', '/ban-do', '/tien-ich']

/** The choices of the form without JavaScript, from the profile (PROFILE: another folder). */
function choices(root) {
  const profile = process.env.PROFILE ?? join(root, '../profiles/ca-mau')
  const tiles = JSON.parse(readFileSync(join(profile, 'tiles.json'), 'utf8')).tiles
  const areas = readFileSync(join(profile, 'communes_lite.geojson'), 'utf8')
  const edition = '2025'
  const communes = JSON.parse(areas)
    .features.map(({ properties: one }) => ({
      id: `${edition}-${one.code}`,
      full_name: one.full_name,
    }))
    .sort((a, b) => a.full_name.localeCompare(b.full_name, 'vi'))
  return { tiles: tiles.map(({ code, vi }) => ({ code, vi })), communes }
}

async function drawer(root) {
  const out = join(root, '.cache/prerender')
  process.env.FACE = 'citizen'
  await build({
    root,
    logLevel: 'warn',
    publicDir: false,
    build: {
      ssr: 'citizen/prerender.ts',
      outDir: out,
      emptyOutDir: true,
      rollupOptions: { input: 'citizen/prerender.ts', output: { entryFileNames: 'draw.mjs' } },
    },
  })
  const { draw } = await import(pathToFileURL(join(out, 'draw.mjs')).href)
  rmSync(out, { recursive: true, force: true })
  return draw
}

/** The chunks name the first page's styles among what they need, but those are in the page now: the
 *  first script, which is always there, stands in for them. Else each import would ask for a file
 *  that does not exist, and fail. */
function forgetStyles(dist, page, hrefs) {
  const entry = /<script type="module"[^>]*src="\/([^"]+)"/.exec(page)?.[1]
  if (!entry) throw new Error('index.html has no first script')
  const assets = join(dist, 'assets')
  for (const name of readdirSync(assets).filter((one) => /^citizen-.*\.js$/.test(one))) {
    const before = readFileSync(join(assets, name), 'utf8')
    const after = hrefs.reduce((text, href) => text.replaceAll(href.slice(1), entry), before)
    if (after !== before) writeFileSync(join(assets, name), after)
  }
}

/** One script without imports: a classic service worker. */
async function worker(root, dist) {
  const files = readdirSync(join(dist, 'assets')).filter((name) =>
    /^citizen-(?!basemap-).*\.(js|css)$/.test(name),
  )
  const shell = [
    ...screens,
    ...files.map((name) => `/assets/${name}`),
    '/manifest.webmanifest',
    '/icon.svg',
  ]
  const version = createHash('sha256')
  for (const name of files) version.update(name)
  for (const path of screens) version.update(readFileSync(pageFile(dist, path)))
  const name = version.digest('hex').slice(0, 12)
  // Apart from the worker, which every visit asks for anew.
  writeFileSync(join(dist, 'shell.json'), JSON.stringify({ version: name, files: shell }))
  await build({
    root,
    logLevel: 'warn',
    publicDir: false,
    define: {
      __VERSION__: JSON.stringify(name),
    },
    build: {
      outDir: dist,
      emptyOutDir: false,
      rollupOptions: {
        input: 'citizen/sw.ts',
        output: { format: 'iife', entryFileNames: 'sw.js', inlineDynamicImports: true },
      },
    },
  })
}

const pageFile = (dist, path) =>
  path === '/' ? join(dist, 'index.html') : join(dist, path.slice(1), 'index.html')

export async function prerender(root, dist) {
  const draw = await drawer(root)
  let page = readFileSync(join(dist, 'index.html'), 'utf8')
  const styles = []
  const hrefs = []
  page = page.replace(/\s*<link rel="stylesheet"[^>]*href="([^"]+)"[^>]*>/g, (_, href) => {
    styles.push(readFileSync(join(dist, href), 'utf8').trim())
    rmSync(join(dist, href))
    hrefs.push(href)
    return ''
  })
  forgetStyles(dist, page, hrefs)
  const style = styles.join('\n')
  page = page.replace('</head>', () => `<style>${style}</style>\n  </head>`)
  const plain = choices(root)
  for (const path of screens) {
    const file = pageFile(dist, path)
    if (path !== '/') mkdirSync(join(file, '..'), { recursive: true })
    const body = draw(path, plain)
    if (/\sstyle="/.test(body)) throw new Error(`${path}: the CSP forbids style attributes`)
    const drawn = page.replace(
      '<div id="app"><!--app--></div>',
      () => `<div id="app" data-path="${path}">${body}</div>`,
    )
    if (drawn === page) throw new Error('index.html has no place for the drawn screen')
    writeFileSync(file, drawn)
  }
  await worker(root, dist)
  if (!existsSync(join(dist, 'sw.js'))) throw new Error('no service worker was built')
  return [style]
}
