// The forms of the actions: which fields each asks for, what is required (the
// contract's list under `act`). Says nothing about when an action is allowed: the server
// offers the actions.
import type { DeskKey } from '../../shared/desk/words'

export type Value = string | boolean | string[]
export type Values = Record<string, Value>
export type FieldKind =
  | 'line'
  | 'long'
  | 'agency'
  | 'agencies'
  | 'officer'
  | 'choice'
  | 'select'
  | 'date'
  | 'time'
  | 'uploads'
  | 'check'
  | 'field'
  | 'sub_field'
export interface FieldSpec {
  name: string
  kind: FieldKind
  label: DeskKey
  hint?: DeskKey
  required?: boolean | ((values: Values) => boolean)
  when?: (values: Values) => boolean
  /** The codes of a choice or select, and the family of their words. */
  options?: readonly string[]
  family?: 'refuse' | 'outcome' | 'reason' | 'phase' | 'answer'
  max?: number
}
export interface FormSpec {
  fields: readonly FieldSpec[]
  /** What stands above the button: what will happen. */
  tells?: DeskKey
  /** Cannot be undone within ten seconds or alarms people: ask once, even without a field. */
  confirm?: boolean
  tone?: 'danger'
}

const long = (name: string, label: DeskKey, required = true, hint?: DeskKey): FieldSpec => ({
  name,
  kind: 'long',
  label,
  required,
  hint,
  max: 4000,
})
const reason = long('reason', 'staff.form.reason')
export const k_refuse_kinds = [
  'administrative_procedure',
  'complaint',
  'denunciation',
  'civil_dispute',
  'unusable',
] as const
export const k_hand_over_kinds = [
  'administrative_procedure',
  'complaint',
  'denunciation',
  'crime_report',
  'civil_dispute',
] as const
export const k_outcomes = [
  'fixed',
  'warned_or_fined',
  'not_found',
  'information_noted',
  'accepted_idea',
  'planned',
  'cannot',
  'transferred',
] as const
export const k_reveal_reasons = [
  'ask_place',
  'verify',
  'tell_result',
  'other',
  'danger_to_life',
] as const

const plan = (values: Values) => values.kind === 'plan'
const final = (values: Values) => values.kind === 'final'
export const empty = (value: Value | undefined) =>
  value === undefined ||
  value === false ||
  (typeof value === 'string' ? value.trim() === '' : Array.isArray(value) && value.length === 0)

const answer: FormSpec = {
  fields: [
    {
      name: 'kind',
      kind: 'choice',
      label: 'staff.form.answer_kind',
      required: true,
      options: ['plan', 'final'],
      family: 'answer',
    },
    { ...long('what', 'staff.form.plan_what', true, 'staff.form.public_words'), when: plan },
    {
      name: 'who',
      kind: 'line',
      label: 'staff.form.plan_who',
      hint: 'staff.form.unit_not_person',
      required: true,
      when: plan,
      max: 200,
    },
    {
      name: 'promised_on',
      kind: 'date',
      label: 'staff.form.promised_on',
      required: true,
      when: plan,
    },
    {
      name: 'outcome',
      kind: 'select',
      label: 'staff.form.outcome',
      required: true,
      when: final,
      options: k_outcomes,
      family: 'outcome',
    },
    { ...long('text', 'staff.form.answer_text', true, 'staff.form.public_words'), when: final },
    { name: 'uploads', kind: 'uploads', label: 'staff.form.after_photos' },
    {
      ...long('no_photo_reason', 'staff.form.no_photo_reason', true),
      required: (values) => empty(values.uploads) && values.has_after !== true,
      when: (values) => final(values) && empty(values.uploads) && values.has_after !== true,
    },
  ],
}

export const k_forms: Record<string, FormSpec> = {
  dispatch: {
    fields: [
      { name: 'lead', kind: 'agency', label: 'staff.form.lead', required: true },
      { name: 'cooperating', kind: 'agencies', label: 'staff.form.cooperating' },
      long('note', 'staff.form.dispatch_note', false),
    ],
  },
  refuse: {
    fields: [
      {
        name: 'kind',
        kind: 'choice',
        label: 'staff.form.refuse_kind',
        required: true,
        options: k_refuse_kinds,
        family: 'refuse',
      },
      long('text', 'staff.form.words_to_reporter', true, 'staff.form.no_blame'),
    ],
  },
  hand_over: {
    fields: [
      {
        name: 'kind',
        kind: 'choice',
        label: 'staff.form.refuse_kind',
        required: true,
        options: k_hand_over_kinds,
        family: 'refuse',
      },
      { name: 'to', kind: 'line', label: 'staff.form.hand_over_to', required: true, max: 200 },
      long('text', 'staff.form.words_to_reporter', true, 'staff.form.no_blame'),
      {
        name: 'consent',
        kind: 'check',
        label: 'staff.form.hand_over_consent',
        hint: 'staff.form.hand_over_consent_hint',
      },
    ],
  },
  merge: {
    fields: [
      {
        name: 'master',
        kind: 'line',
        label: 'staff.form.master',
        hint: 'staff.form.master_hint',
        required: true,
        max: 40,
      },
    ],
  },
  unmerge: { fields: [], confirm: true, tells: 'staff.form.unmerge_tells' },
  recall: { fields: [reason] },
  give_back: {
    fields: [
      long('reason', 'staff.form.give_back_reason'),
      { name: 'believed', kind: 'agency', label: 'staff.form.believed' },
    ],
  },
  accept: { fields: [] },
  assign: {
    fields: [{ name: 'officer', kind: 'officer', label: 'staff.form.officer', required: true }],
  },
  ask_reporter: {
    fields: [long('question', 'staff.form.question', true, 'staff.form.question_hint')],
  },
  resume: { fields: [] },
  answer,
  approve: { fields: [] },
  send_back: { fields: [long('reason', 'staff.form.send_back_reason')] },
  relay: { fields: [] },
  reopen: { fields: [] },
  decline_reopen: { fields: [reason] },
  set_urgent: { fields: [], confirm: true, tells: 'staff.form.set_urgent_tells', tone: 'danger' },
  clear_urgent: { fields: [reason] },
  acknowledge: {
    fields: [
      { name: 'who_goes', kind: 'line', label: 'staff.form.who_goes', required: true, max: 200 },
      { name: 'arrives_at', kind: 'time', label: 'staff.form.arrives_at', required: true },
    ],
  },
  note: { fields: [long('text', 'staff.form.note', true, 'staff.form.note_hint')] },
  message: { fields: [long('text', 'staff.form.message', true, 'staff.form.message_hint')] },
  add_media: {
    fields: [
      {
        name: 'phase',
        kind: 'choice',
        label: 'staff.form.phase',
        required: true,
        options: ['survey', 'after'],
        family: 'phase',
      },
      { name: 'uploads', kind: 'uploads', label: 'staff.form.photos', required: true },
    ],
  },
  reclassify: {
    fields: [
      { name: 'field', kind: 'field', label: 'staff.form.field', required: true },
      { name: 'sub_field', kind: 'sub_field', label: 'staff.form.sub_field', required: true },
    ],
  },
  publish: { fields: [] },
  hide: { fields: [reason] },
  redact: { fields: [] },
  remind: { fields: [long('text', 'staff.form.remind', false)] },
  reveal: {
    fields: [
      {
        name: 'reason_kind',
        kind: 'choice',
        label: 'staff.form.reveal_reason',
        required: true,
        options: k_reveal_reasons,
        family: 'reason',
      },
      long('reason', 'staff.form.reveal_why', true, 'staff.form.reveal_hint'),
    ],
  },
  ask_contact: {
    fields: [
      {
        name: 'reason',
        kind: 'line',
        label: 'staff.form.contact_reason',
        hint: 'staff.form.contact_hint',
        required: true,
        max: 500,
      },
    ],
  },
  transcribe: { fields: [long('text', 'staff.form.transcript')] },
  undo: { fields: [] },
}

export function shownFields(form: FormSpec, values: Values): FieldSpec[] {
  return form.fields.filter((field) => !field.when || field.when(values))
}

export function isRequired(field: FieldSpec, values: Values): boolean {
  return typeof field.required === 'function' ? field.required(values) : field.required === true
}

export type Fault = 'missing' | 'too_long'

/** What keeps a form from being sent: field name to fault. Hidden fields never count. */
export function faults(form: FormSpec, values: Values): Record<string, Fault> {
  const found: Record<string, Fault> = {}
  for (const field of shownFields(form, values)) {
    const value = values[field.name]
    if (isRequired(field, values) && empty(value)) found[field.name] = 'missing'
    else if (field.max && typeof value === 'string' && value.length > field.max)
      found[field.name] = 'too_long'
  }
  return found
}
