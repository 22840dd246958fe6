// How a state, a kind and a failed try are said to the sender.
import type { Config, ReportDetail } from '../shared/client'
import { clockTime, isoDay, span } from '../shared/format'
import { own } from '../shared/i18n.svelte'
import type { IconName } from '../shared/icons'
import type { Waiting } from './outbox'
import { t } from './screen_texts'

export type Tone = 'info' | 'ok' | 'warn' | 'bad' | 'plain'

const k_tones: Record<ReportDetail['state'], Tone> = {
  submitted: 'info',
  dispatched: 'info',
  in_progress: 'warn',
  waiting_reporter: 'bad',
  answered: 'info',
  repairing: 'warn',
  resolved: 'ok',
  refused: 'plain',
  handed_over: 'plain',
  merged: 'plain',
  withdrawn: 'plain',
}
const k_icons: Partial<Record<ReportDetail['state'], IconName>> = {
  resolved: 'check',
  waiting_reporter: 'message',
  refused: 'info',
  in_progress: 'clock',
  repairing: 'clock',
}

type Short = Pick<ReportDetail, 'state'>
export const stateTone = ({ state }: Short): Tone => k_tones[state] ?? 'plain'
export const stateIcon = ({ state }: Short): IconName | undefined => k_icons[state]

const k_outcomes = [
  'fixed',
  'warned_or_fined',
  'not_found',
  'information_noted',
  'accepted_idea',
  'planned',
  'cannot',
  'transferred',
] as const

/** What the result was, '' for a word that this app does not know. */
export function outcomeText(outcome: string | null | undefined): string {
  const known = k_outcomes.find((one) => one === outcome)
  return known ? t(`citizen.outcome.${known}`) : ''
}

/** The state in one short tag. */
export function stateTag({ state }: Short): string {
  return t(`citizen.state.${state}`)
}

/** The state as a sentence to the sender, with the agency, the day or the outcome. */
export function stateLine(detail: ReportDetail): string {
  if (detail.state === 'dispatched' && detail.lead_name)
    return t('citizen.line.dispatched', detail.lead_name)
  if (detail.state === 'repairing' && detail.promised_on)
    return t('citizen.line.repairing', isoDay(detail.promised_on))
  if (detail.state === 'resolved') {
    const outcome = outcomeText(detail.answer?.outcome)
    if (outcome) return outcome
  }
  return t(`citizen.state.${detail.state}`)
}

export function kindName(
  config: Config | null,
  tile: string | null | undefined,
  field: string | null | undefined,
): string {
  const found_tile = config?.tiles.find(({ code }) => code === tile)
  const found_field = config?.fields.find(({ code }) => code === field)
  if (found_field && (!found_tile || found_tile.field !== found_field.code)) return own(found_field)
  return found_tile ? own(found_tile) : t('citizen.kind.unknown')
}

const k_tile_icons: Record<string, IconName> = {
  roads: 'road',
  light: 'bulb',
  waste: 'bin',
  water: 'drop',
  security: 'shield',
  disaster: 'wave',
  health: 'health',
  fire: 'fire',
  violation: 'eye',
  school: 'school',
  idea: 'idea',
  other: 'more',
}
export const tileIcon = (code: string): IconName => k_tile_icons[code] ?? 'more'

/** Why a report has not gone out yet and what happens next: what, why, when. */
export function waitingLine(item: Waiting, online: boolean, now: number): string {
  if (item.phase === 'refused') return t('citizen.waiting.refused', item.trouble?.text ?? '')
  if (!online) return t('citizen.waiting.offline')
  if (!item.trouble) return t('citizen.waiting.sending')
  const wait = item.next_at - now
  const when = wait < 60_000 ? t('citizen.waiting.soon') : t('citizen.waiting.in', span(wait))
  switch (item.trouble.kind) {
    case 'offline':
    case 'unreachable':
      return t('citizen.waiting.unreachable', when)
    case 'busy':
      return t('citizen.waiting.busy', when)
    default:
      return t('citizen.waiting.server', when)
  }
}

export const at = clockTime
