// Times, spans and counts as people say them, in the zone of the province. Pure functions: the
// caller brings `now`, so that a test and a server clock can decide it.
import { language, ts } from './i18n.svelte'

const k_zone = 'Asia/Ho_Chi_Minh'
const k_zone_offset_ms = 7 * 3_600_000
const k_minute_ms = 60_000
const k_day_ms = 86_400_000

interface Wall {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  weekday: number
  /** Days since 1970 by the local calendar. */
  day_number: number
}

/** The wall clock of the province; it has no summer time. */
export function wall(at: number): Wall {
  const local = new Date(at + k_zone_offset_ms)
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    weekday: local.getUTCDay(),
    day_number: Math.floor((at + k_zone_offset_ms) / k_day_ms),
  }
}

const two = (n: number) => String(n).padStart(2, '0')

/** "10 giờ 12", "10 giờ" at the full hour; English "10:12". */
export function clockTime(at: number): string {
  const { hour, minute } = wall(at)
  if (language() === 'en') return `${hour}:${two(minute)}`
  return minute === 0
    ? ts('shared.time.hour', hour)
    : ts('shared.time.hour_minute', hour, two(minute))
}

/** "hôm nay", "mai", "hôm qua", else "thứ Ba 24/11" (with the year when it is another one). */
export function dayWord(at: number, now: number): string {
  const then = wall(at)
  const today = wall(now)
  const days = then.day_number - today.day_number
  if (days === 0) return ts('shared.time.today')
  if (days === 1) return ts('shared.time.tomorrow')
  if (days === -1) return ts('shared.time.yesterday')
  const date =
    then.year === today.year
      ? `${then.day}/${then.month}`
      : `${then.day}/${then.month}/${then.year}`
  const weekday = ts(`shared.time.weekday_${then.weekday as 0 | 1 | 2 | 3 | 4 | 5 | 6}`)
  return ts('shared.time.weekday_date', weekday, date)
}

/** A moment: "10 giờ 12 hôm nay". */
export function moment(at: number, now: number): string {
  return ts('shared.time.moment', clockTime(at), dayWord(at, now))
}

/** A deadline as a clock time: "Chậm nhất 10 giờ 12", with the day unless it is today. */
export function dueBy(at: number, now: number): string {
  const today = wall(at).day_number === wall(now).day_number
  return today
    ? ts('shared.due.by', clockTime(at))
    : ts('shared.due.by_day', clockTime(at), dayWord(at, now))
}

/** A span: "1 giờ 5 phút", "2 ngày 3 giờ", "dưới 1 phút". Never two units apart. */
export function span(ms: number): string {
  const minutes = Math.floor(Math.abs(ms) / k_minute_ms)
  if (minutes < 1) return ts('shared.span.under_minute')
  const days = Math.floor(minutes / 1440)
  const hours = Math.floor((minutes % 1440) / 60)
  const rest = minutes % 60
  const parts: string[] = []
  if (days > 0) parts.push(days === 1 ? ts('shared.span.day') : ts('shared.span.days', days))
  if (hours > 0) parts.push(hours === 1 ? ts('shared.span.hour') : ts('shared.span.hours', hours))
  if (days === 0 && rest > 0)
    parts.push(rest === 1 ? ts('shared.span.minute') : ts('shared.span.minutes', rest))
  return parts.join(' ')
}

/** "Còn 1 giờ 5 phút" or "Trễ 12 phút". */
export function remaining(due: number, now: number): string {
  return due >= now
    ? ts('shared.due.left', span(due - now))
    : ts('shared.due.late', span(now - due))
}

/** How near a deadline is: late, the last quarter of its limit (soon), or fine. */
export function nearness(due: number, started: number, now: number): 'late' | 'soon' | 'fine' {
  if (now > due) return 'late'
  return due - now <= (due - started) / 4 ? 'soon' : 'fine'
}

/** "21/11/2026". */
export function date(at: number): string {
  const { day, month, year } = wall(at)
  return `${two(day)}/${two(month)}/${year}`
}

/** "08:12 21/11/2026", for tables and records. */
export function stamp(at: number): string {
  const { hour, minute } = wall(at)
  return `${two(hour)}:${two(minute)} ${date(at)}`
}

/** A day that the server names YYYY-MM-DD, as 24/11/2026. */
export function isoDay(day: string): string {
  const [year, month, rest] = day.split('-')
  return `${rest}/${month}/${year}`
}

const numbers = new Map<string, Intl.NumberFormat>()
export function number(value: number, digits = 0): string {
  const name = `${language()}${digits}`
  let format = numbers.get(name)
  if (!format) {
    format = new Intl.NumberFormat(language() === 'en' ? 'en-GB' : 'vi-VN', {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    })
    numbers.set(name, format)
  }
  return format.format(value)
}

/** "1.000+": a search counts no further, or looked no further. */
export function foundCount(found: { count: number; more: boolean }): string {
  return number(found.count) + (found.more ? '+' : '')
}

/** For elements that want a machine-readable time. */
export function iso(at: number): string {
  return new Date(at).toISOString()
}

export const zone = k_zone
