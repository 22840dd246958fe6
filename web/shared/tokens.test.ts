// Every text pair of the tokens reaches 4.5:1 and every control border 3:1, light and dark;
// 7:1 where strong contrast was chosen.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const css = readFileSync(join(__dirname, 'tokens.css'), 'utf8')
const [light_css, more_css] = css.split('@media (prefers-color-scheme: dark)') as [string, string]
const [dark_css, strong_css] = more_css.split("[data-look~='contrast']") as [string, string]
const read = (text: string) =>
  Object.fromEntries([...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, k, v]) => [k, v]))
const light = read(light_css) as Record<string, string>
const dark = { ...light, ...read(dark_css) } as Record<string, string>
const strong = { ...light, ...read(strong_css) } as Record<string, string>

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = parseInt(hex.slice(i, i + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const ratio = (a: string, b: string) => {
  const [x, y] = [luminance(a), luminance(b)].sort((m, n) => n - m) as [number, number]
  return (x + 0.05) / (y + 0.05)
}

const k_text = [
  ['ink', 'bg'],
  ['ink', 'card'],
  ['ink-2', 'bg'],
  ['ink-2', 'card'],
  ['pri', 'bg'],
  ['pri', 'card'],
  ['pri', 'pri-l'],
  ['ink', 'pri-l'],
  ['on-pri', 'pri'],
  ['on-bar', 'bar'],
  ['on-act', 'act'],
  ['on-act', 'act-press'],
  ['bad', 'bad-l'],
  ['bad', 'card'],
  ['bad', 'bg'],
  ['ink', 'bad-l'],
  ['warn', 'warn-l'],
  ['warn', 'card'],
  ['ink', 'warn-l'],
  ['ok', 'ok-l'],
  ['ok', 'card'],
  ['info', 'info-l'],
  ['info', 'card'],
  ['ink', 'info-l'],
  ['on-idle', 'idle'],
  ['ink-2', 'warn-l'],
  ['ink-2', 'pri-l'],
] as const
const k_controls = [
  ['line-2', 'card'],
  ['line-2', 'bg'],
  ['focus', 'focus-edge'],
  ['act', 'land'],
  ['ok', 'land'],
  ['bad', 'land'],
  ['act', 'card'],
] as const

describe.each([
  ['light', light, 4.5],
  ['dark', dark, 4.5],
  ['strong', strong, 7],
] as const)('%s', (_, tokens, least) => {
  it.each(k_text)('%s on %s reads', (front, ground) => {
    expect(ratio(tokens[front]!, tokens[ground]!)).toBeGreaterThanOrEqual(least)
  })
  it.each(k_controls)('%s on %s shows', (front, ground) => {
    expect(ratio(tokens[front]!, tokens[ground]!)).toBeGreaterThanOrEqual(3)
  })
})
