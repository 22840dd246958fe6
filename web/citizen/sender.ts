// Ties the outbox to the network and to the phone's memory. Runs in the page and in the service
// worker (background sync); a lock keeps the two, and several tabs, from sending at once.
import { call, upload, type ReportDetail } from '../shared/client'
import { all, write, type Write } from './db'
import { attempt, flush, type OutboxPorts, type Receipt, type Waiting } from './outbox'

/** A report that this phone may follow. */
export interface Mine {
  id: string
  secret: string
  code: string
  label: string
  text: string
  area_name: string
  submitted_at: number
  thumb: Blob | null
  receipt: Receipt | null
  /** The last answer of the server, for reading without network. */
  detail: ReportDetail | null
  /** When that answer came. */
  seen_at: number
}

export function mineOf(item: Waiting, receipt: Receipt): Mine {
  return {
    id: item.id,
    secret: item.secret,
    code: receipt.code,
    label: item.label,
    text: item.body.text ?? '',
    area_name: item.area_name,
    submitted_at: receipt.submitted_at,
    thumb: item.files.find((file) => file.thumb)?.thumb ?? null,
    receipt,
    detail: null,
    seen_at: 0,
  }
}

function ports(changed: () => Promise<void> | void): OutboxPorts {
  return {
    upload: (file, secret) => upload(file.id, file.blob, { secret, timeout_ms: 180_000 }),
    submit: (body, secret) =>
      call('/api/v1/reports', { method: 'POST', json: body, secret, timeout_ms: 40_000 }),
    save: async (item) => {
      await write([['outbox', 'put', item]])
      await changed()
    },
    received: async (item, receipt, rest) => {
      const writes: Write[] = []
      if (receipt) writes.push(['mine', 'put', mineOf(item, receipt)])
      writes.push(rest ? ['outbox', 'put', rest] : ['outbox', 'delete', item.id])
      await write(writes)
      await changed()
    },
    now: () => Date.now(),
    online: () => navigator.onLine,
  }
}

let running = false

/** `force` also tries what still waits for its turn ("Gửi ngay"). */
export async function send(changed: () => Promise<void> | void, force = false): Promise<void> {
  const work = async () => flush(await all<Waiting>('outbox'), ports(changed), force)
  if ('locks' in navigator) {
    await navigator.locks.request('camaug-outbox', { ifAvailable: true }, (lock) =>
      lock ? work() : undefined,
    )
    return
  }
  if (running) return
  running = true
  try {
    await work()
  } finally {
    running = false
  }
}

/** For a phone that cannot keep anything more: one attempt without the disk. */
export async function sendFromMemory(
  item: Waiting,
  received: (mine: Mine) => void,
): Promise<Waiting | null> {
  const own = ports(() => undefined)
  return attempt(item, {
    ...own,
    save: async () => undefined,
    received: async (sent, receipt) => {
      if (receipt) received(mineOf(sent, receipt))
    },
  })
}
