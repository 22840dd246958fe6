// How the offered actions stand on the screen: the work of the moment first, upkeep behind a fold.
// Only an order; nothing is added to or hidden from what the server offers.
import { k_forms } from './forms'

const k_first: readonly string[] = [
  'acknowledge',
  'dispatch',
  'accept',
  'assign',
  'approve',
  'relay',
  'reopen',
  'decline_reopen',
  'answer',
  'resume',
  'ask_reporter',
  'send_back',
  'merge',
  'unmerge',
  'refuse',
  'hand_over',
  'give_back',
  'recall',
  'set_urgent',
  'clear_urgent',
]
const k_upkeep: readonly string[] = [
  'message',
  'note',
  'add_media',
  'remind',
  'reclassify',
  'redact',
  'publish',
  'hide',
]
/** Shown in their own place: beside the contact, under the voice note, in the undo bar. */
const k_elsewhere: readonly string[] = ['reveal', 'ask_contact', 'transcribe', 'undo']

export interface Ordered {
  main: string[]
  upkeep: string[]
}

export function order(open_actions: readonly string[]): Ordered {
  const offered = new Set(open_actions.filter((action) => action in k_forms))
  const known = new Set([...k_first, ...k_upkeep, ...k_elsewhere])
  return {
    main: k_first.filter((action) => offered.has(action)),
    upkeep: [
      ...k_upkeep.filter((action) => offered.has(action)),
      ...[...offered].filter((action) => !known.has(action)),
    ],
  }
}
