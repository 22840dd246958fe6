// What a failed call says to the person: the server's own words where it gave any, else what to
// do about the network. Field texts are handed out by field name.
import { ApiError } from '../client'
import { t } from './words'

export interface Refusal {
  text: string
  fields: Record<string, string>
}

export function refusal(error: unknown): Refusal {
  if (!(error instanceof ApiError)) throw error
  const fields: Record<string, string> = {}
  for (const item of error.problem?.fields ?? []) fields[item.field] ??= item.text
  if (error.problem) return { text: error.problem.detail || error.problem.title, fields }
  if (error.status === 401) return { text: t('desk.error.expired'), fields }
  if (error.unreachable) return { text: t('desk.error.unreachable'), fields }
  return { text: t('desk.error.server', error.status), fields }
}
