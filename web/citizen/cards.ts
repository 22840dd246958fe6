// One list out of drafts, waiting and followed reports: what the person must still do first, then
// open cases by deadline, then closed ones by age.
import type { Draft } from './draft'
import type { Waiting } from './outbox'
import type { Mine } from './sender'

export type Card =
  | { kind: 'draft'; key: string; draft: Draft }
  | { kind: 'waiting'; key: string; item: Waiting }
  | { kind: 'mine'; key: string; mine: Mine }

/** Nobody works on these any more. Presentation only: what may be done, the server says. */
const k_closed: readonly string[] = ['resolved', 'refused', 'handed_over', 'merged', 'withdrawn']

export function isClosed(mine: Mine): boolean {
  return mine.detail !== null && k_closed.includes(mine.detail.state)
}
export function dueOf(mine: Mine): { due_at: number; started_at: number } | null {
  if (isClosed(mine)) return null
  return mine.detail ? mine.detail.due : (mine.receipt?.due ?? null)
}

export function cards(
  drafts: readonly Draft[],
  waiting: readonly Waiting[],
  mine: readonly Mine[],
): Card[] {
  const late = Number.MAX_SAFE_INTEGER
  const order = (one: Mine): number =>
    one.detail?.state === 'waiting_reporter' ? 0 : (dueOf(one)?.due_at ?? late)
  const sorted = [...mine].sort(
    (a, b) =>
      Number(isClosed(a)) - Number(isClosed(b)) ||
      (isClosed(a) ? 0 : order(a) - order(b)) ||
      b.submitted_at - a.submitted_at,
  )
  return [
    ...waiting
      .filter(({ phase }) => phase !== 'attaching')
      .map((item): Card => ({ kind: 'waiting', key: item.id, item })),
    ...drafts.map((draft): Card => ({ kind: 'draft', key: draft.id, draft })),
    ...sorted.map((one): Card => ({ kind: 'mine', key: one.id, mine: one })),
  ]
}
