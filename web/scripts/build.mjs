// Builds the faces that exist into web/dist with the addresses the server uses, and lists the
// hashes of inlined styles for the server's content security policy. No inline script is ever made.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const dist = join(root, 'dist')
const pages = { citizen: 'index.html', staff: 'can-bo/index.html', leader: 'lanh-dao/index.html' }

process.chdir(root)
rmSync(dist, { recursive: true, force: true })
for (const [face, page] of Object.entries(pages)) {
  if (!existsSync(join(root, face, 'index.html'))) continue
  process.env.FACE = face
  await build({ root, logLevel: 'warn' })
  const target = join(dist, page)
  mkdirSync(dirname(target), { recursive: true })
  renameSync(join(dist, face, 'index.html'), target)
  rmSync(join(dist, face), { recursive: true, force: true })
}
const styles = []
if (existsSync(join(root, 'scripts/prerender.mjs'))) {
  const { prerender } = await import('./prerender.mjs')
  styles.push(...(await prerender(root, dist)))
}
const hash = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`
writeFileSync(
  join(dist, 'csp.json'),
  JSON.stringify({ style: [...new Set(styles.map(hash))], script: [] }, null, 2) + '\n',
)
console.log(readFileSync(join(dist, 'csp.json'), 'utf8').length > 0 ? 'web/dist is ready' : '')
