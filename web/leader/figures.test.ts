// The figures board: sums, shares and links.
import { describe, expect, it } from 'vitest'
import { listAddress, parseList } from './list'
import { addParts, partsAgree, partsSum, type Parts } from './parts'
import { shadeOf, spread, steps } from './shades'
import { ofText, shareText } from './share'
import { sorted } from './sort'

// July 2022 as published: 142 received = 97 handled + 45 returned.
const july: Parts = {
  received: 142,
  handled: 97,
  open: 0,
  refused: 40,
  handed_over: 5,
  merged: 0,
  withdrawn: 0,
}

describe('the parts of received', () => {
  it('sum', () => {
    expect(partsSum(july)).toBe(142)
    expect(partsAgree(july)).toBe(true)
    expect(partsAgree({ ...july, open: 1 })).toBe(false)
  })
  it('add up over rows', () => {
    const total = addParts([july, july])
    expect([total.received, partsAgree(total)]).toEqual([284, true])
    expect(partsAgree(addParts([]))).toBe(true)
  })
})

describe('shares', () => {
  const share = (met: number, late: number, open_late = 0) => {
    const n = met + late + open_late
    return { met, late, open_late, n, share: n ? met / n : null }
  }
  it('are counts below ten cases and per cent from ten on', () => {
    expect(shareText(share(7, 1, 1))).toBe('7/9')
    expect(shareText(share(9, 1))).toBe('90,0 %')
    expect(shareText(share(0, 0))).toBe('–')
  })
  it('never round up to all', () => {
    expect(shareText(share(99_999, 1))).toBe('99,9 %')
    expect(ofText(10, 10)).toBe('100,0 %')
    expect(ofText(0, 0)).toBe('–')
  })
})

it('shades by equal numbers of communes, and nothing for zero', () => {
  const lows = steps([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  expect(lows).toEqual([1, 3, 5, 7, 9])
  expect([0, 1, 2, 3, 10].map((value) => shadeOf(value, lows))).toEqual([0, 1, 1, 2, 5])
  expect(steps([1, 1, 1])).toEqual([1])
  expect(steps([0, 0])).toEqual([])
  expect([0, 1, 2].map((shade) => spread(shade, 2))).toEqual([0, 1, 5])
  expect([1, 2, 3].map((shade) => spread(shade, 3))).toEqual([1, 3, 5])
  expect(spread(1, 1)).toBe(3)
})

it('sorts with rows without a value last in both directions', () => {
  const rows = [{ v: 2 }, { v: null }, { v: 10 }]
  const value = (row: { v: number | null }) => row.v
  expect(sorted(rows, value, true).map(value)).toEqual([10, 2, null])
  expect(sorted(rows, value, false).map(value)).toEqual([2, 10, null])
})

it('names a list in the address and reads it back', () => {
  const place = { part: 'late:answer', agency: 'so_xd', of: 'Sở Xây dựng' }
  expect(parseList(listAddress(place))).toEqual(place)
  expect(parseList(listAddress({ part: 'overdue' }))).toEqual({ part: 'overdue' })
  const day = { part: 'received', from: '2026-07-01', to: '2026-07-01' }
  expect(parseList(listAddress(day))).toEqual(day)
  expect(parseList('#main')).toBeNull()
})
