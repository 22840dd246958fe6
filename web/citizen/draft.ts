// What somebody is writing, before it is sent. It carries its id and secret from the first letter,
// so that every later try is the same report.
import { followSecret, uuid7 } from '../shared/ids'
import type { KeptFile, NewReport } from './outbox'

export interface Point {
  lat7: number
  lon7: number
  accuracy_m: number | null
  source: 'photo' | 'phone' | 'map'
}
export interface DraftFields {
  id: string
  secret: string
  tile: string
  field: string
  sub_field: string
  text: string
  point: Point | null
  /** The person said that the pin is right although the phone was unsure. */
  pin_confirmed: boolean
  commune: string
  place_text: string
  phone: string
  name: string
  consent_call: boolean
  private: boolean
  urgent: boolean
  scope_override: boolean
  started_at: number
  /** Code of the public report that is joined instead of told again; '' for none. */
  joins: string
  /** The server's refusal, shown beside the fields when the draft is opened again. */
  refused: { text: string; fields: { field: string; text: string }[] } | null
}
export interface Draft extends DraftFields {
  files: KeptFile[]
}

export function newDraft(now: number): Draft {
  return {
    id: uuid7(now),
    secret: followSecret(),
    tile: '',
    field: '',
    sub_field: '',
    text: '',
    point: null,
    pin_confirmed: false,
    commune: '',
    place_text: '',
    phone: '',
    name: '',
    consent_call: false,
    private: false,
    urgent: false,
    scope_override: false,
    started_at: now,
    joins: '',
    refused: null,
    files: [],
  }
}

/** Nothing of the person's own is in it yet; a place found by the phone is not the person's. */
export function isEmpty(draft: Draft): boolean {
  return (
    !draft.tile &&
    !draft.text.trim() &&
    !draft.place_text.trim() &&
    !draft.phone &&
    !draft.commune &&
    draft.files.length === 0
  )
}

export type Missing = 'tile' | 'content' | 'place' | 'phone' | 'text_long'

/** What still keeps the report from being sent, in the order of the screen. A point outside the
    province also needs a commune, chosen by hand. */
export function missing(
  draft: Draft,
  needs_place: boolean,
  text_max: number,
  outside = false,
): Missing[] {
  const gaps: Missing[] = []
  const said = draft.text.trim() !== ''
  const idea = draft.tile !== '' && !needs_place
  if (!draft.tile) gaps.push('tile')
  if (idea ? !said && draft.files.length === 0 : draft.files.length === 0 && !said)
    gaps.push('content')
  if (!idea && !draft.commune && (!draft.point || outside)) gaps.push('place')
  if ([...draft.text].length > text_max) gaps.push('text_long')
  if (draft.phone.trim() && !phoneLooksRight(draft.phone)) gaps.push('phone')
  return gaps
}

/** Ten digits from 0, +84 and nine, or a foreign number with + or 00; spaces, dots and dashes do
    not matter. The server knows better and says so. */
export function phoneLooksRight(phone: string): boolean {
  const digits = phone.replace(/[\s.\-()/]/g, '')
  return /^(0|\+?84|0084)\d{9,10}$/.test(digits) || /^(\+|00)(?!84)[1-9]\d{7,14}$/.test(digits)
}

export function bodyOf(draft: Draft, privacy_version: string, now: number): NewReport {
  const body: NewReport = {
    id: draft.id,
    tile: draft.tile,
    consent_call: draft.consent_call && draft.phone.trim() !== '',
    private: draft.private,
    urgent: draft.urgent,
    scope_override: draft.scope_override,
    claimed_at: now,
    privacy_version,
  }
  if (draft.joins) body.joins = draft.joins
  if (draft.field) body.field = draft.field
  if (draft.sub_field) body.sub_field = draft.sub_field
  if (draft.text.trim()) body.text = draft.text.trim()
  if (draft.point) {
    body.lat7 = draft.point.lat7
    body.lon7 = draft.point.lon7
    if (draft.point.accuracy_m !== null) body.accuracy_m = Math.round(draft.point.accuracy_m)
  }
  if (draft.commune) body.commune = draft.commune
  if (draft.place_text.trim()) body.place_text = draft.place_text.trim()
  if (draft.phone.trim()) body.phone = draft.phone.trim()
  if (draft.name.trim() && draft.phone.trim()) body.name = draft.name.trim()
  return body
}
