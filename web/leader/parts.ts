// The parts of "received". They are always shown together, and the board says so when a row's
// parts do not make its total: it never hides a difference.
import type { Schemas } from '../shared/client'

export type Parts = Schemas['Parts']
export const k_parts = ['handled', 'open', 'refused', 'handed_over', 'merged', 'withdrawn'] as const
export type Part = (typeof k_parts)[number]

export function partsSum(parts: Parts): number {
  return k_parts.reduce((sum, part) => sum + parts[part], 0)
}

export function partsAgree(parts: Parts): boolean {
  return partsSum(parts) === parts.received
}

/** The sum of many rows, for the last line of a table. */
export function addParts(rows: readonly Parts[]): Parts {
  const total: Parts = {
    received: 0,
    handled: 0,
    open: 0,
    refused: 0,
    handed_over: 0,
    merged: 0,
    withdrawn: 0,
  }
  for (const row of rows) {
    total.received += row.received
    for (const part of k_parts) total[part] += row[part]
  }
  return total
}
