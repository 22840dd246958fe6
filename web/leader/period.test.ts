// Periods are local days at +07:00.
import { describe, expect, it } from 'vitest'
import { addDays, isDay, localDay, periodOf } from './period'
import { readQuery, writeQuery } from './query.svelte'

const at = (text: string) => Date.parse(text)

describe('periods at +07:00', () => {
  it('takes the local day, not that of UTC', () => {
    expect(localDay(at('2026-11-21T16:59:59Z'))).toBe('2026-11-21')
    expect(localDay(at('2026-11-21T17:00:00Z'))).toBe('2026-11-22')
  })
  it('counts both ends', () => {
    const now = at('2026-03-01T09:00:00+07:00')
    expect(periodOf('today', now)).toEqual({ from: '2026-03-01', to: '2026-03-01' })
    expect(periodOf('days_7', now)).toEqual({ from: '2026-02-23', to: '2026-03-01' })
    expect(periodOf('days_30', now)).toEqual({ from: '2026-01-31', to: '2026-03-01' })
    expect(periodOf('month', now)).toEqual({ from: '2026-03-01', to: '2026-03-01' })
  })
  it.each([
    ['2026-01-01', '2026-01-01'],
    ['2026-03-31', '2026-01-01'],
    ['2026-04-01', '2026-04-01'],
    ['2026-12-31', '2026-10-01'],
  ])('the quarter of %s begins on %s', (day, first) => {
    expect(periodOf('quarter', at(`${day}T12:00:00+07:00`)).from).toBe(first)
  })
  it('knows leap days and refuses days that are none', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
    expect(isDay('2026-02-29')).toBe(false)
    expect(isDay('2026-2-1')).toBe(false)
    expect(isDay('2024-02-29')).toBe(true)
  })
})

describe('the address', () => {
  it('says nothing for the default', () => {
    expect(writeQuery(readQuery(''), false)).toBe('')
  })
  it('reads back what it wrote', () => {
    const text = '?period=own&from=2022-07-01&to=2022-07-31&area=2022-964&edition=2022&tuong=1'
    expect(writeQuery(readQuery(text), true)).toBe(text)
  })
  it('falls back where it makes no sense', () => {
    expect(readQuery('?period=own&from=x&to=2026-01-01').preset).toBe('days_30')
    expect(readQuery('?period=zzz').preset).toBe('days_30')
  })
})
