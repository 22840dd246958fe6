// Opens, keeps and hands over drafts. A draft leaves the drafts and enters the outbox in one
// transaction: there is no moment at which a crash could lose or double it.
import { write } from './db'
import { bodyOf, isEmpty, newDraft, type Draft } from './draft'
import type { Waiting } from './outbox'
import { phone, reload } from './phone.svelte'

/** `?d=id` that draft; `?moi` a new one; nothing: the last unfinished one, else a new one. */
export function pickDraft(query: URLSearchParams, drafts: readonly Draft[], now: number): Draft {
  const asked = query.get('d')
  if (asked) return drafts.find((draft) => draft.id === asked) ?? newDraft(now)
  if (query.has('moi') || query.has('chia-se')) return newDraft(now)
  return drafts.find((draft) => !isEmpty(draft)) ?? newDraft(now)
}

export async function saveDraft(draft: Draft): Promise<void> {
  if (isEmpty(draft)) {
    if (phone.drafts.some(({ id }) => id === draft.id))
      await write([['drafts', 'delete', draft.id]])
  } else await write([['drafts', 'put', draft]])
  await reload()
}

export async function dropDraft(id: string): Promise<void> {
  await write([['drafts', 'delete', id]])
  await reload()
}

export function waitingOf(
  draft: Draft,
  label: string,
  area_name: string,
  version: string,
): Waiting {
  const now = Date.now()
  return {
    id: draft.id,
    secret: draft.secret,
    body: bodyOf(draft, version, now),
    files: draft.files,
    label,
    area_name,
    queued_at: now,
    tries: 0,
    next_at: now,
    phase: 'waiting',
    trouble: null,
  }
}

/** "Gửi": from here on the report is safe on this phone. */
export async function queue(item: Waiting): Promise<void> {
  await write([
    ['outbox', 'put', item],
    ['drafts', 'delete', item.id],
  ])
  await reload()
}

/** A refused report becomes a draft again, with the server's words beside its fields. */
export async function reopen(item: Waiting): Promise<Draft> {
  const { body } = item
  const draft: Draft = {
    ...newDraft(item.queued_at),
    id: item.id,
    secret: item.secret,
    tile: body.tile,
    field: body.field ?? '',
    sub_field: body.sub_field ?? '',
    text: body.text ?? '',
    point:
      body.lat7 === undefined || body.lon7 === undefined
        ? null
        : {
            lat7: body.lat7,
            lon7: body.lon7,
            accuracy_m: body.accuracy_m ?? null,
            source: 'map',
          },
    commune: body.commune ?? '',
    place_text: body.place_text ?? '',
    phone: body.phone ?? '',
    name: body.name ?? '',
    consent_call: body.consent_call ?? false,
    private: body.private ?? false,
    urgent: body.urgent ?? false,
    scope_override: body.scope_override ?? false,
    refused: item.trouble && { text: item.trouble.text, fields: item.trouble.fields },
    files: item.files,
  }
  await write([
    ['drafts', 'put', draft],
    ['outbox', 'delete', item.id],
  ])
  await reload()
  return draft
}
