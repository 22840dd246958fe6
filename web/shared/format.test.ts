// Deadlines as people say them, around midnight, in both languages, always in the province's zone.
import { afterEach, describe, expect, it } from 'vitest'
import {
  clockTime,
  dayWord,
  dueBy,
  isoDay,
  moment,
  nearness,
  foundCount,
  number,
  remaining,
  span,
  stamp,
} from './format'
import { setLanguage } from './i18n.svelte'

/** Wall time of the province. */
const at = (day: number, hour: number, minute = 0, month = 11, year = 2026) =>
  Date.UTC(year, month - 1, day, hour - 7, minute)
const k_minute = 60_000
const now = at(21, 8, 7)

afterEach(() => setLanguage('vi'))

describe('in Vietnamese', () => {
  it('names a deadline as a clock time, with the day unless it is today', () => {
    expect(dueBy(at(21, 10, 12), now)).toBe('Chậm nhất 10 giờ 12')
    expect(dueBy(at(21, 10), now)).toBe('Chậm nhất 10 giờ')
    expect(dueBy(at(22, 1, 5), now)).toBe('Chậm nhất 1 giờ 05 mai')
    expect(dueBy(at(24, 17), now)).toBe('Chậm nhất 17 giờ thứ Ba 24/11')
    expect(dueBy(at(4, 9, 0, 1, 2027), now)).toBe('Chậm nhất 9 giờ thứ Hai 4/1/2027')
  })
  it('says today, yesterday and tomorrow by the local midnight, not the universal one', () => {
    expect(dayWord(at(21, 0), at(21, 23, 59))).toBe('hôm nay')
    expect(dayWord(at(20, 23, 59), at(21, 0))).toBe('hôm qua')
    expect(dayWord(at(22, 0), at(21, 23, 59))).toBe('mai')
    expect(moment(at(21, 6, 30), now)).toBe('6 giờ 30 hôm nay')
  })
  it('says what is left or how late it is', () => {
    expect(remaining(now + 65 * k_minute, now)).toBe('Còn 1 giờ 5 phút')
    expect(remaining(now - 12 * k_minute, now)).toBe('Trễ 12 phút')
    expect(remaining(now + 30_000, now)).toBe('Còn dưới 1 phút')
    expect(remaining(now, now)).toBe('Còn dưới 1 phút')
  })
  it('never mixes far units', () => {
    expect(span(26 * 60 * k_minute + 5 * k_minute)).toBe('1 ngày 2 giờ')
    expect(span(2 * 60 * k_minute)).toBe('2 giờ')
    expect(span(59 * k_minute)).toBe('59 phút')
    expect(span(3 * 24 * 60 * k_minute)).toBe('3 ngày')
  })
  it('says when a search counted no further', () => {
    expect(foundCount({ count: 1000, more: true })).toBe('1.000+')
    expect(foundCount({ count: 37, more: false })).toBe('37')
  })
  it('writes records and numbers', () => {
    expect(stamp(at(1, 0, 5))).toBe('00:05 01/11/2026')
    expect(isoDay('2026-11-24')).toBe('24/11/2026')
    expect(number(1234.5, 1)).toBe('1.234,5')
  })
})

it('calls a deadline soon in its last quarter and late only after it', () => {
  expect(nearness(100, 0, 74)).toBe('fine')
  expect(nearness(100, 0, 75)).toBe('soon')
  expect(nearness(100, 0, 100)).toBe('soon')
  expect(nearness(100, 0, 101)).toBe('late')
})

it('speaks English after the switch', async () => {
  await setLanguage('en')
  expect(clockTime(at(21, 10, 5))).toBe('10:05')
  expect(dueBy(at(22, 10, 12), now)).toBe('By 10:12 tomorrow at the latest')
  expect(remaining(now + 61 * k_minute, now)).toBe('1 hour 1 minute left')
  expect(foundCount({ count: 1000, more: true })).toBe('1,000+')
})
