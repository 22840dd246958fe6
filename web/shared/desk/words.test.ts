// Every code that the server can send has a staff word.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import part from '../../../texts/vi/staff.json'

const header = readFileSync(
  join(import.meta.dirname ?? __dirname, '../../../src/domain/report.hpp'),
  'utf8',
)
function codes(name: string): string[] {
  const found = new RegExp(`${name}_words\\s*=\\s*\\{([^}]*)\\}`).exec(header)
  return [...(found?.[1] ?? '').matchAll(/"([a-z_]+)"/g)].map((match) => match[1]!)
}

it.each([
  ['state', 'k_state'],
  ['action', 'k_action'],
  ['clock', 'k_clock'],
  ['result', 'k_clock_result'],
  ['outcome', 'k_outcome'],
  ['refuse', 'k_refuse'],
  ['role', 'k_role'],
])('has a word for each %s', (family, name) => {
  const all = codes(name)
  expect(all.length).toBeGreaterThan(3)
  expect(all.filter((code) => !(`staff.${family}.${code}` in part))).toEqual([])
})
