// What happened between two looks at a case: the steps of its timeline that were not there before.
import type { ReportDetail } from '../../shared/client'

export interface Change {
  at: number
  action: string
  by: string
  by_name: string | null
  text: string
}

export function news(seen: ReportDetail, fresh: ReportDetail): Change[] {
  const known = new Set(seen.timeline.map((item) => item.n))
  return fresh.timeline
    .filter((item) => !known.has(item.n))
    .map(({ at, action, by, by_name, text }) => ({ at, action, by, by_name, text }))
}
