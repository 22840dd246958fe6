// The columns of the tables: what each shows, sorts by and links to. Medians stand as hours in the
// download, as words on the screen.
import { number } from '../shared/format'
import type { FigureRow } from './figures.svelte'
import type { Parts } from './parts'
import { k_parts } from './parts'
import { shareText } from './share'
import { t, type LeaderKey } from './words'

export interface Column {
  name: string
  label: LeaderKey
  value: (row: FigureRow) => number | null
  unit?: 'ms' | 'share'
  digits?: number
  /** The list that the number opens. */
  part?: string
  text?: (row: FigureRow) => string
  below?: (row: FigureRow) => string
  sum?: (total: Parts, rows: readonly FigureRow[]) => number
}

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
    value: (row) => row.answer.share,
    unit: 'share',
    part: 'late:answer',
    text: (row) => shareText(row.answer),
    below: (row) => t('leader.n', number(row.answer.n)),
  },
  {
    name: 'median',
    label: 'leader.column.median',
    value: (row) => row.spread.median_ms,
    unit: 'ms',
    below: (row) => t('leader.n', number(row.spread.n)),
  },
  { name: 'p90', label: 'leader.column.p90', value: (row) => row.spread.p90_ms, unit: 'ms' },
  {
    name: 'rating',
    label: 'leader.column.rating',
    value: (row) => row.rating_average,
    digits: 1,
    below: (row) => t('leader.n', number(row.rating_n)),
  },
]
