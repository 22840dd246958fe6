// Ties the outbox to the network and to the phone's memory. Runs in the page and in the service
// worker (background sync); a lock keeps the two, and several tabs, from sending at once.
import { call, type ReportDetail } from '../shared/client'
import { sendFile } from '../shared/resumable'
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

/** How many bytes of a file the server has; also what the service worker tells its pages. */
export interface Arrived {
  file: string
  bytes: number
}

/** What came of it: `changed` after each answer that was written down, `told` on the way: how many
    bytes of a file the server has. */
export interface Watch {
  changed: () => Promise<void> | void
  told?: (file: string, bytes: number) => void
}

function ports({ changed, told }: Watch): OutboxPorts {
  return {
    upload: ({ id, blob }, secret) =>
      sendFile(id, blob, { secret, told: (bytes) => told?.(id, bytes) }),
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
export async function send(watch: Watch, force = false): Promise<void> {
  const work = async () => flush(await all<Waiting>('outbox'), ports(watch), force)
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
  const own = ports({ changed: () => undefined })
  return attempt(item, {
    ...own,
    save: async () => undefined,
    received: async (sent, receipt) => {
      if (receipt) received(mineOf(sent, receipt))
    },
  })
}
