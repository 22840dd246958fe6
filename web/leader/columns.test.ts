// The download of the tables: the units of the screen, and numbers that programs read.
import { expect, it } from 'vitest'
import { csv } from '../shared/desk/csv'
import { number } from '../shared/format'
import { columns, csvHead, csvRow, show } from './columns'
import type { FigureRow } from './figures.svelte'
import { partsOf } from './list'

const k_hour_ms = 3_600_000
const row: FigureRow = {
  key: 'so_xd',
  name: 'Sở Xây dựng',
  parts: {
    received: 12,
    handled: 9,
    open: 3,
    refused: 0,
    handed_over: 0,
    merged: 0,
    withdrawn: 0,
  },
  overdue: 1,
  answer: { met: 16, late: 1, open_late: 0, n: 17, share: 16 / 17 },
  spread: { median_ms: 12.5 * k_hour_ms, p90_ms: 60.04 * k_hour_ms, n: 17 },
  rating_average: 13 / 3,
  rating_n: 3,
}
const cell = (label: string) => csvRow(row)[csvHead().indexOf(label)]

it('downloads medians in hours, under a header that names the unit', () => {
  expect(cell('Trung vị (giờ)')).toBe(12.5)
  expect(cell('Trung vị (giờ): n')).toBe(17)
  expect(cell('90 % trong (giờ)')).toBe(60)
})

it('shows the same number on the screen, with the comma of the language', () => {
  const median = columns.find(({ name }) => name === 'median')!
  expect(show(median, row)).toBe(number(12.5, 1))
  expect(show(median, row)).toBe('12,5')
})

it('downloads shares as per cent, cut, and ratings with the digits of the screen', () => {
  expect(cell('Trả lời đúng hạn (%)')).toBe(94.1)
  expect(cell('Hài lòng /5')).toBe(4.3)
})

it('leaves empty what is of none, and keeps a point for the decimals', () => {
  const none = {
    ...row,
    answer: { met: 0, late: 0, open_late: 0, n: 0, share: null },
    spread: { median_ms: null, p90_ms: null, n: 0 },
    rating_average: null,
    rating_n: 0,
  }
  expect(csvRow(none)).toEqual([12, 9, 3, 0, 0, 0, 0, 1, null, 0, null, 0, null, null, 0])
  expect(csv(['a'], [csvRow(row)])).toContain('12.5,17,60,4.3,3')
})

it('has a cell for each header', () => {
  expect(csvRow(row)).toHaveLength(csvHead().length)
})

it('gives every figure of a table its list', () => {
  expect(columns.filter(({ part }) => !part)).toEqual([])
  expect(partsOf('spread:answer')).toEqual(['late:answer', 'met:answer'])
  expect(partsOf('all:relay')).toEqual(['late:relay', 'met:relay'])
  expect(partsOf('late:answer')).toEqual(['late:answer'])
  expect(partsOf('handled')).toEqual(['handled'])
})
