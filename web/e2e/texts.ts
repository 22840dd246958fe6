// The words that a person sees, from the dictionaries, so that a journey looks for what is shown
// and a change of wording changes no test.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { k_root } from './server'

const folder = join(k_root, 'texts/vi')
const words = new Map<string, string>(
  readdirSync(folder).flatMap((name) =>
    Object.entries(JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, string>),
  ),
)

export function vi(key: string, ...parts: (string | number)[]): string {
  const text = words.get(key)
  if (text === undefined) throw new Error(`no text ${key}`)
  return text.replace(/\{(\d)\}/g, (_, n: string) => String(parts[Number(n)] ?? ''))
}
