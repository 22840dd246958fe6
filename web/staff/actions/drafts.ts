// What is typed into a form, kept per report and action until it is sent: a conflict, an ended
// session or a reload loses nothing. Signing out forgets it.
import { k_draft_prefix } from '../../shared/desk/session.svelte'
import type { Values } from './forms'

const key = (report: string, action: string) => `${k_draft_prefix}${report}.${action}`

export function keepDraft(report: string, action: string, values: Values): void {
  try {
    sessionStorage.setItem(key(report, action), JSON.stringify(values))
  } catch {
    // Full or switched off: the form itself still holds the words.
  }
}

export function keptDraft(report: string, action: string): Values | null {
  try {
    const text = sessionStorage.getItem(key(report, action))
    return text ? (JSON.parse(text) as Values) : null
  } catch {
    return null
  }
}

export function dropDraft(report: string, action: string): void {
  try {
    sessionStorage.removeItem(key(report, action))
  } catch {
    // Nothing was kept.
  }
}
