// A span in a table: hours with one digit, days from two days on. Narrow, and comparable at a look.
import { number } from '../shared/format'
import { t } from './words'

const k_hour_ms = 3_600_000

export function hours(ms: number): string {
  const value = ms / k_hour_ms
  if (value >= 48) return t('leader.days_short', number(value / 24, 1))
  return t('leader.hours_short', number(value, 1))
}
