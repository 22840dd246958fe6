// Sends what waits: files first, then the report, exactly once by its id and secret. One attempt at
// a time for the whole phone; every answer is written down before the next request leaves.
import { ApiError, type Schemas } from '../shared/client'
import { k_piece_max } from '../shared/resumable'

export type NewReport = Schemas['NewReport']
export type Receipt = Schemas['Receipt']

export interface KeptFile {
  /** The upload's UUIDv7: the same one at each retry. */
  id: string
  kind: 'photo' | 'video' | 'sound'
  blob: Blob
  thumb: Blob | null
  taken_at: number | null
  done: boolean
  /** The server's words when it will never take this file. */
  refused: string | null
}
export interface Trouble {
  kind: 'offline' | 'unreachable' | 'busy' | 'server' | 'refused'
  text: string
  fields: { field: string; text: string }[]
}
export interface Waiting {
  id: string
  secret: string
  body: NewReport
  files: KeptFile[]
  /** What the lists show. */
  label: string
  area_name: string
  queued_at: number
  tries: number
  next_at: number
  /** `attaching`: the report is in, files are still to follow. */
  phase: 'waiting' | 'refused' | 'attaching'
  trouble: Trouble | null
}
export interface OutboxPorts {
  upload: (file: KeptFile, secret: string) => Promise<unknown>
  submit: (body: NewReport, secret: string) => Promise<Receipt>
  save: (item: Waiting) => Promise<void>
  /** The report is in: keep receipt and secret; `rest` stays in the outbox, null removes it. */
  received: (item: Waiting, receipt: Receipt | null, rest: Waiting | null) => Promise<void>
  now: () => number
  online: () => boolean
}

const k_waits_s = [5, 15, 30, 60, 120, 300]

/** Milliseconds until the next try; the server's Retry-After wins when it is longer. */
export function backoff(tries: number, asked_ms: number | null): number {
  const own = (k_waits_s[Math.min(tries, k_waits_s.length - 1)] ?? 300) * 1000
  return Math.max(own, asked_ms ?? 0)
}

const refusal = (error: ApiError): boolean =>
  error.status >= 400 && error.status < 500 && ![401, 408, 425, 429].includes(error.status)

export function trouble(error: unknown, online: boolean): Trouble {
  const none = { text: '', fields: [] }
  if (!(error instanceof ApiError)) return { kind: 'server', ...none }
  if (error.status === 0 && !online) return { kind: 'offline', ...none }
  if (error.unreachable) return { kind: 'unreachable', ...none }
  if (error.status === 429 || error.status === 503)
    return { kind: 'busy', ...none, text: error.problem?.detail ?? '' }
  if (refusal(error))
    return {
      kind: 'refused',
      text: error.problem?.detail ?? '',
      fields: (error.problem?.fields ?? []).map(({ field, text }) => ({ field, text })),
    }
  return { kind: 'server', ...none }
}

function later(item: Waiting, error: unknown, ports: OutboxPorts): Waiting {
  const asked = error instanceof ApiError ? error.retry_after_ms : null
  return {
    ...item,
    trouble: trouble(error, ports.online()),
    next_at: ports.now() + backoff(item.tries, asked),
    tries: item.tries + 1,
  }
}

/** The words and the place must not wait for a video on a weak line. */
const isLarge = ({ kind, blob }: KeptFile) => kind === 'video' || blob.size > k_piece_max

/** Sends the files that are not there yet; answers the failure that stopped it, if any. */
async function sendFiles(
  item: Waiting,
  ports: OutboxPorts,
  large: boolean,
): Promise<[Waiting, unknown]> {
  let current = item
  for (const file of item.files) {
    if (file.done || file.refused !== null || (isLarge(file) && !large)) continue
    let change: Partial<KeptFile>
    try {
      await ports.upload(file, item.secret)
      change = { done: true }
    } catch (error) {
      if (!(error instanceof ApiError) || !refusal(error)) return [current, error]
      change = { refused: error.problem?.detail ?? '' }
    }
    current = {
      ...current,
      files: current.files.map((one) => (one.id === file.id ? { ...one, ...change } : one)),
    }
    await ports.save(current)
  }
  return [current, null]
}

/** One attempt for one report: photos and words, and next time, when those are in, the large files.
    Answers what is left of it in the outbox, null when all is in. */
export async function attempt(item: Waiting, ports: OutboxPorts): Promise<Waiting | null> {
  const [uploaded, failure] = await sendFiles(item, ports, item.phase === 'attaching')
  if (item.phase === 'attaching') {
    if (failure === null) {
      await ports.received(uploaded, null, null)
      return null
    }
    const rest = later(uploaded, failure, ports)
    await ports.save(rest)
    return rest
  }
  try {
    // Even when a file failed: the words and the place must not wait for a weak upload.
    const uploads = uploaded.files.filter((file) => file.refused === null).map((file) => file.id)
    const receipt = await ports.submit({ ...uploaded.body, uploads }, uploaded.secret)
    const open = uploaded.files.some((file) => !file.done && file.refused === null)
    const attaching: Waiting = { ...uploaded, tries: 0, trouble: null, phase: 'attaching' }
    const rest = !open ? null : failure === null ? attaching : later(attaching, failure, ports)
    await ports.received(uploaded, receipt, rest)
    return rest
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const told = later(uploaded, error, ports)
    const rest: Waiting = told.trouble?.kind === 'refused' ? { ...told, phase: 'refused' } : told
    await ports.save(rest)
    return rest
  }
}

/** Everything that is due, oldest first, all reports before the first video. `all` also takes what
    would still wait. */
export async function flush(items: readonly Waiting[], ports: OutboxPorts, all = false) {
  const due = items
    .filter((item) => item.phase !== 'refused' && (all || item.next_at <= ports.now()))
    .sort((a, b) => a.queued_at - b.queued_at)
  const large = due.filter(({ phase }) => phase === 'attaching')
  for (const item of due) {
    if (item.phase === 'attaching') continue
    const rest = await attempt(item, ports)
    // A server that is away or asks for a pause is away for the next one as well.
    if (rest?.phase === 'waiting' && rest.trouble) return
    if (rest?.phase === 'attaching' && !rest.trouble) large.push(rest)
  }
  for (const item of large) await attempt(item, ports)
}
