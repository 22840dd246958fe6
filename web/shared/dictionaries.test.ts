// Both languages say the same things: same keys, same {0} places, and no key in the source that a
// dictionary lacks.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const web = join(import.meta.dirname ?? __dirname, '..')
const root = join(web, '../texts')
const parts = ['shared', 'citizen', 'citizen_screens', 'citizen_join', 'staff', 'leader'].filter(
  (part) => existsSync(join(root, 'vi', `${part}.json`)),
)
const read = (language: string, part: string): Record<string, string> =>
  JSON.parse(readFileSync(join(root, language, `${part}.json`), 'utf8'))
const places = (text: string) => [...new Set(text.match(/\{\d\}/g) ?? [])].sort().join()

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return sources(path)
    return /\.(ts|svelte)$/.test(name) && !/\.(test|d)\.ts$/.test(name) ? [path] : []
  })
}

describe.each(parts)('texts of %s', (part) => {
  const vi = read('vi', part)
  const en = read('en', part)
  it('has the same keys in both languages', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(vi).sort())
  })
  it('fills the same places and is never empty', () => {
    for (const [key, text] of Object.entries(vi)) {
      expect(text.trim(), key).not.toBe('')
      expect(places(en[key] ?? ''), key).toBe(places(text))
    }
  })
  it('is written in composed Unicode', () => {
    for (const text of Object.values(vi)) expect(text).toBe(text.normalize('NFC'))
  })
})

it('knows every key that the source names', () => {
  const known = new Set(
    readdirSync(join(root, 'vi')).flatMap((file) => Object.keys(read('vi', file.slice(0, -5)))),
  )
  const missing: string[] = []
  for (const face of ['shared', 'citizen', 'staff', 'leader']) {
    if (!existsSync(join(web, face))) continue
    for (const path of sources(join(web, face)))
      for (const [, key] of readFileSync(path, 'utf8').matchAll(/\bts?\(\s*'([a-z_]+\.[\w.]+)'/g))
        if (!known.has(key!)) missing.push(`${path.slice(web.length + 1)}: ${key}`)
  }
  expect(missing).toEqual([])
})
