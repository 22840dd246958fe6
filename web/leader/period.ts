// Periods as local days at +07:00, both ends included. The server counts; this only names the days.

export type Preset = 'today' | 'days_7' | 'days_30' | 'month' | 'quarter' | 'own'
export const k_presets: readonly Preset[] = [
  'today',
  'days_7',
  'days_30',
  'month',
  'quarter',
  'own',
]
export interface Period {
  from: string
  to: string
}
const k_zone_ms = 7 * 3_600_000
const k_day_ms = 86_400_000

/** The local day of a moment, YYYY-MM-DD. */
export function localDay(at: number): string {
  return new Date(at + k_zone_ms).toISOString().slice(0, 10)
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * k_day_ms).toISOString().slice(0, 10)
}

export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text
}

/** The period of a preset that ends today; `own` is the person's and has none. */
export function periodOf(preset: Exclude<Preset, 'own'>, now: number): Period {
  const to = localDay(now)
  switch (preset) {
    case 'today':
      return { from: to, to }
    case 'days_7':
      return { from: addDays(to, -6), to }
    case 'days_30':
      return { from: addDays(to, -29), to }
    case 'month':
      return { from: `${to.slice(0, 7)}-01`, to }
    case 'quarter': {
      const first = Math.floor((Number(to.slice(5, 7)) - 1) / 3) * 3 + 1
      return { from: `${to.slice(0, 4)}-${String(first).padStart(2, '0')}-01`, to }
    }
  }
}
