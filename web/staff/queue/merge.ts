// New answers of the server meet the rows on the screen: known rows change in place, new ones wait
// behind a button, and those that left stay (marked) until the person asks. So the list never
// jumps under a finger or a selection.
import type { Schemas } from '../../shared/client'

export type QueueItem = Schemas['QueueItem']
export interface Row extends QueueItem {
  /** No longer in this list by the latest answer. */
  left: boolean
}
export interface Merged {
  rows: Row[]
  /** How many rows wait to be shown. */
  held: number
}

export const asRows = (items: readonly QueueItem[]): Row[] =>
  items.map((item) => ({ ...item, left: false }))

/**
 * `complete`: the answer holds the whole list. Otherwise a row that is missing may only stand
 * further down, and counts as left only when an event named it (`changed`).
 */
export function merge(
  shown: readonly Row[],
  fresh: readonly QueueItem[],
  complete: boolean,
  changed: ReadonlySet<string>,
): Merged {
  if (shown.length === 0) return { rows: asRows(fresh), held: 0 }
  const news = new Map(fresh.map((item) => [item.id, item]))
  const rows = shown.map((row): Row => {
    const item = news.get(row.id)
    news.delete(row.id)
    if (item) return { ...item, left: false }
    return complete || changed.has(row.id) ? { ...row, left: true } : row
  })
  return { rows, held: news.size }
}

/** Where J and K go from the selected row; stays inside the list. */
export function step(rows: readonly Row[], selected: string | null, by: 1 | -1): string | null {
  if (rows.length === 0) return null
  const at = rows.findIndex((row) => row.id === selected)
  if (at < 0) return rows[0]!.id
  return rows[Math.min(rows.length - 1, Math.max(0, at + by))]!.id
}
