// From a filled form to the body for the server: only what is shown and filled, in the shapes
// of the contract. Checks nothing; forms.ts says what is missing.
import { empty, k_forms, shownFields, type Values } from './forms'

export interface BodyTools {
  /** A time of day as the next such moment. */
  moment: (time: string) => number
  /** The words of a plan from what will be done and which unit does it. */
  planText: (what: string, who: string) => string
}

/** The body for the server: shown and filled fields only. */
export function bodyOf(action: string, values: Values, tools: BodyTools): Record<string, unknown> {
  const form = k_forms[action]
  const body: Record<string, unknown> = {}
  if (!form) return body
  for (const field of shownFields(form, values)) {
    const value = values[field.name]
    if (field.kind === 'check') body[field.name] = value === true
    else if (empty(value)) continue
    else if (field.kind === 'time') body[field.name] = tools.moment(value as string)
    else body[field.name] = typeof value === 'string' ? value.trim() : value
  }
  if (action === 'answer' && values.kind === 'plan') {
    body.text = tools.planText(String(body.what ?? ''), String(body.who ?? ''))
    delete body.what
    delete body.who
  }
  return body
}

/** "14:30" as the next such moment after `now`, at +07:00. */
export function nextMoment(time: string, now: number): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  const day_ms = 86_400_000
  const zone_ms = 7 * 3_600_000
  const midnight = Math.floor((now + zone_ms) / day_ms) * day_ms - zone_ms
  const at = midnight + (hour * 60 + minute) * 60_000
  return at < now - 60_000 ? at + day_ms : at
}
