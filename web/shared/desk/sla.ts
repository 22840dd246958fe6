// How far a clock has run: fine, soon (60 per cent used) or late. Only paints what the server
// counted; it never works out a deadline.

export type Level = 'fine' | 'soon' | 'late'
const k_soon_share = 0.6

/** The used share of a limit, 0 to 1, and its level. At the very due time it is not yet late. */
export function sla(started: number, due: number, now: number): { share: number; level: Level } {
  if (now > due) return { share: 1, level: 'late' }
  const limit = due - started
  const share = limit <= 0 ? 1 : Math.min(1, Math.max(0, (now - started) / limit))
  return { share, level: share >= k_soon_share ? 'soon' : 'fine' }
}
