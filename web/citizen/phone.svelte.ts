// The state that all screens share: configuration, clock, network, drafts, waiting and followed
// reports. It is read from the phone first and brought up to date when the server answers.
import {
  ApiError,
  call,
  config as fetchConfig,
  type Config,
  type ReportDetail,
} from '../shared/client'
import { all, get, write, type Write } from './db'
import type { Draft } from './draft'
import type { Waiting } from './outbox'
import type { Arrived, Mine } from './sender'

const k_tick_ms = 20_000
const k_poll_ms = 60_000
const k_clock_wrong_ms = 5 * 60_000
const k_lookup_max = 50

interface Phone {
  config: Config | null
  /** Server time minus the phone's. */
  offset_ms: number
  now: number
  online: boolean
  sending: boolean
  /** Bytes of a file that the server has, while it is being sent; by its id. */
  arrived: Record<string, number>
  drafts: Draft[]
  waiting: Waiting[]
  mine: Mine[]
  ready: boolean
  /** Sent, but the phone could not keep it: the page must stay open. */
  unkept: boolean
  form_open: boolean
}

// Apart from what is watched: a component that goes away still reads what was watched before it
// went, and would write that back.
let last: Phone = {
  config: null,
  offset_ms: 0,
  now: Date.now(),
  online: true,
  sending: false,
  arrived: {},
  drafts: [],
  waiting: [],
  mine: [],
  ready: false,
  unkept: false,
  form_open: false,
}
let state = $state.raw(last)

const set = (change: Partial<Phone>) => {
  last = { ...last, ...change }
  state = last
}

export const phone = {
  get config() {
    return state.config
  },
  /** The server's time as well as the phone knows it. */
  get now() {
    return state.now
  },
  get clock_wrong() {
    return Math.abs(state.offset_ms) > k_clock_wrong_ms
  },
  get online() {
    return state.online
  },
  get sending() {
    return state.sending
  },
  get arrived() {
    return state.arrived
  },
  get drafts() {
    return state.drafts
  },
  get waiting() {
    return state.waiting
  },
  get mine() {
    return state.mine
  },
  get ready() {
    return state.ready
  },
  get unkept() {
    return state.unkept
  },
}

export function tell(change: Partial<Pick<Phone, 'unkept' | 'form_open'>>): void {
  set(change)
}
export function formOpen(): boolean {
  return state.form_open
}

export async function reload(): Promise<void> {
  const [drafts, waiting, mine] = await Promise.all([
    all<Draft>('drafts'),
    all<Waiting>('outbox'),
    all<Mine>('mine'),
  ])
  drafts.sort((a, b) => b.started_at - a.started_at)
  waiting.sort((a, b) => b.queued_at - a.queued_at)
  mine.sort((a, b) => b.submitted_at - a.submitted_at)
  // What could not be kept on the disk lives only here: the disk must not overwrite it.
  if (state.unkept) set({ drafts, ready: true })
  else set({ drafts, waiting, mine, ready: true })
}

export async function loadConfig(): Promise<void> {
  const kept = await get<{ id: string; config: Config }>('kv', 'config').catch(() => undefined)
  if (kept && !state.config) set({ config: kept.config })
  try {
    const fresh = await fetchConfig()
    const offset_ms = fresh.now - Date.now()
    set({ config: fresh, offset_ms, now: Date.now() + offset_ms })
    await write([['kv', 'put', { id: 'config', config: fresh } as { id: string }]])
  } catch {
    // The kept one serves; without any, the screens show their waiting shape.
  }
}

const arrived = ({ file, bytes }: Arrived) => set({ arrived: { ...state.arrived, [file]: bytes } })

/** Sends what waits, then shows what came of it. Safe to call at any time, from anywhere. */
export async function flushNow(force = false): Promise<void> {
  const due = state.waiting.some(
    ({ phase, next_at }) => phase !== 'refused' && (force || next_at <= Date.now()),
  )
  if (!due || state.unkept || state.sending || (!state.online && !force)) return
  set({ sending: true })
  try {
    const { send } = await import('./sender')
    const told = (file: string, bytes: number) => arrived({ file, bytes })
    await send({ changed: reload, told }, force)
  } catch {
    // Offline without the sending part, or a full disk: the next round tries again.
  } finally {
    set({ sending: false })
    await reload().catch(() => undefined)
  }
}

/** What could not wait on the disk is in: the way to it is small and may fit, the draft is done. */
function gotIn(one: Mine): void {
  set({ mine: [one, ...state.mine] })
  const done: Write = ['drafts', 'delete', one.id]
  void write([['mine', 'put', one], done])
    .catch(() => write([done]))
    .catch(() => undefined)
}

/** The phone's memory is full: the report goes out of this page, which must stay open. */
export function sendUnkept(item: Waiting): void {
  let current: Waiting | null = item
  const show = () => set({ waiting: current ? [current] : [], unkept: current !== null })
  const round = async () => {
    const { sendFromMemory } = await import('./sender')
    current = current && (await sendFromMemory(current, gotIn))
    show()
    if (current && current.phase !== 'refused') setTimeout(() => void round(), 10_000)
  }
  show()
  void round()
}

/** Leaves the sending to the browser when the page is gone; most phones of today know it. */
export async function askBackgroundSync(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration().catch(() => undefined)
  const sync = (registration as { sync?: { register(tag: string): Promise<void> } } | undefined)
    ?.sync
  await sync?.register('camaug-outbox').catch(() => undefined)
}

export async function keep(one: Mine): Promise<void> {
  await write([['mine', 'put', one]])
  await reload()
}

export function mineFromDetail(id: string, secret: string, detail: ReportDetail): Mine {
  const known = state.mine.find((one) => one.id === id)
  return {
    id,
    secret,
    code: detail.code,
    label: known?.label ?? '',
    text: detail.text ?? known?.text ?? '',
    area_name: detail.area_name ?? known?.area_name ?? '',
    submitted_at: detail.submitted_at,
    thumb: known?.thumb ?? null,
    receipt: known?.receipt ?? null,
    detail,
    seen_at: state.now,
  }
}

/** Asks for the news of all followed reports. Answers whether the server answered. */
export async function refreshMine(): Promise<boolean> {
  const list = state.mine.slice(0, k_lookup_max)
  if (list.length === 0) return true
  try {
    const { items } = await call<{ items: ReportDetail[] }>('/api/v1/reports/lookup', {
      json: { items: list.map(({ id, secret }) => ({ id, secret })) },
    })
    const fresh = items.flatMap((detail) => {
      const one = list.find(({ id, code }) => id === detail.id || code === detail.code)
      return one ? [mineFromDetail(one.id, one.secret, detail)] : []
    })
    if (fresh.length > 0) await write(fresh.map((one) => ['mine', 'put', one]))
    await reload()
    return true
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return false
  }
}

/** Starts everything that goes on while the page lives. */
export function startPhone(): void {
  const tick = () => set({ now: Date.now() + state.offset_ms })
  const wake = () => {
    set({ online: navigator.onLine })
    tick()
    if (document.visibilityState === 'visible') void flushNow()
  }
  set({ online: navigator.onLine })
  setInterval(tick, k_tick_ms)
  setInterval(() => {
    if (document.visibilityState === 'visible' && state.online) void refreshMine()
  }, k_poll_ms)
  // Each report waits for its own time; looking often is cheap.
  setInterval(() => void flushNow(), 5_000)
  addEventListener('online', () => {
    set({ online: true })
    void flushNow(true)
    if (!state.config) void loadConfig()
  })
  addEventListener('offline', () => set({ online: false }))
  addEventListener('visibilitychange', wake)
  navigator.serviceWorker?.addEventListener('message', ({ data }: { data: Arrived | string }) => {
    if (typeof data === 'string') void reload()
    else arrived(data)
  })
  void reload()
    .then(() => Promise.all([flushNow(), loadConfig(), refreshMine()]))
    .catch(() => set({ ready: true }))
}

/** Takes a report off this phone; the report itself goes on. */
export async function forget(id: string): Promise<void> {
  await write([['mine', 'delete', id]])
  await reload()
}
