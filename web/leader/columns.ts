// The columns of the tables: what each shows, sorts by and links to, and how it stands in the
// download: the numbers and units of the screen, with a point for the decimals so that programs
// read them in any language.
import type { Cell } from '../shared/desk/csv'
import { number } from '../shared/format'
import type { FigureRow } from './figures.svelte'
import type { Parts } from './parts'
import { k_parts } from './parts'
import { percentOf, shareText } from './share'
import { t, type LeaderKey } from './words'

export interface Column {
  name: string
  label: LeaderKey
  value: (row: FigureRow) => number | null
  digits?: number
  /** The header of the download where it says more than the screen's. */
  csv_label?: LeaderKey
  /** How many the number is taken from: a column of its own in the download. */
  n?: (row: FigureRow) => number
  /** The list that the number opens. */
  part?: string
  text?: (row: FigureRow) => string
  sum?: (total: Parts, rows: readonly FigureRow[]) => number
}

const k_hour_ms = 3_600_000
const hoursOf = (ms: number | null) => (ms === null ? null : ms / k_hour_ms)

export const columns: readonly Column[] = [
  {
    name: 'received',
    label: 'leader.part.received',
    value: (row) => row.parts.received,
    part: 'received',
    sum: (total) => total.received,
  },
  ...k_parts.map((part): Column => ({
    name: part,
    label: `leader.part.${part}`,
    value: (row) => row.parts[part],
    part,
    sum: (total) => total[part],
  })),
  {
    name: 'overdue',
    label: 'leader.column.overdue',
    value: (row) => row.overdue,
    part: 'overdue',
    sum: (_, rows) => rows.reduce((sum, row) => sum + row.overdue, 0),
  },
  {
    name: 'answer',
    label: 'leader.column.answer',
    csv_label: 'leader.column.answer_percent',
    value: (row) => percentOf(row.answer),
    digits: 1,
    n: (row) => row.answer.n,
    part: 'all:answer',
    text: (row) => shareText(row.answer),
  },
  {
    name: 'median',
    label: 'leader.column.median',
    value: (row) => hoursOf(row.spread.median_ms),
    digits: 1,
    n: (row) => row.spread.n,
    part: 'spread:answer',
  },
  {
    name: 'p90',
    label: 'leader.column.p90',
    value: (row) => hoursOf(row.spread.p90_ms),
    digits: 1,
    part: 'spread:answer',
  },
  {
    name: 'rating',
    label: 'leader.column.rating',
    value: (row) => row.rating_average,
    digits: 1,
    n: (row) => row.rating_n,
    part: 'handled',
  },
]

export function show(column: Column, row: FigureRow): string {
  if (column.text) return column.text(row)
  const value = column.value(row)
  return value === null ? '–' : number(value, column.digits ?? 0)
}

export function csvHead(): string[] {
  return columns.flatMap((one) => [
    t(one.csv_label ?? one.label),
    ...(one.n ? [t('leader.column.n', t(one.csv_label ?? one.label))] : []),
  ])
}

export function csvRow(row: FigureRow): Cell[] {
  return columns.flatMap((one) => {
    const value = one.value(row)
    const rounded = value === null ? null : Number(value.toFixed(one.digits ?? 0))
    return [rounded, ...(one.n ? [one.n(row)] : [])]
  })
}
