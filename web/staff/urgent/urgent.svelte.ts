// The urgent cases that wait for this person: those the server offers to acknowledge, and claims
// it offers to confirm or clear. Sounds while any waits, unless muted.
import { call, type ReportDetail, type Schemas } from '../../shared/client'
import { guard } from '../../shared/desk/session.svelte'
import { Siren } from './siren'

const k_looked_max = 20
const k_gather_ms = 300
const k_remembered = 'camaug.mute'

/** What is asked of this viewer, read from what the server offers. */
export function waits(report: Pick<ReportDetail, 'urgency' | 'open_actions'>): boolean {
  if (report.open_actions.includes('acknowledge')) return true
  return report.urgency === 'claimed' && report.open_actions.includes('set_urgent')
}

export class UrgentStore {
  waiting = $state.raw<ReportDetail[]>([])
  muted = $state(false)
  #siren = new Siren()
  #known = new Map<string, ReportDetail>()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    try {
      this.muted = localStorage.getItem(k_remembered) === 'yes'
    } catch {
      // Sounds then.
    }
  }

  mute(muted: boolean): void {
    this.muted = muted
    try {
      localStorage.setItem(k_remembered, muted ? 'yes' : 'no')
    } catch {
      // Holds for this visit then.
    }
    this.#sound()
  }

  /** Looks again, at most once in a moment. */
  look(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#load(), k_gather_ms)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#siren.stop()
  }

  async #load(): Promise<void> {
    try {
      const query = { list: 'urgent', limit: k_looked_max }
      const list = await guard(call<Schemas['Queue']>('/api/v1/desk/queue', { query }))
      const known = new Map<string, ReportDetail>()
      for (const item of list.items.filter((one) => one.urgency !== 'none')) {
        const before = this.#known.get(item.id)
        const fresh = before?.version === item.version ? before : await this.#detail(item.id)
        if (fresh) known.set(item.id, fresh)
      }
      this.#known = known
      this.waiting = [...known.values()].filter(waits)
      this.#sound()
    } catch {
      // The list of the console shows the failure; the next event or poll looks again.
    }
  }

  async #detail(id: string): Promise<ReportDetail | null> {
    return guard(call<ReportDetail>(`/api/v1/reports/${id}`)).catch(() => null)
  }

  #sound(): void {
    if (this.waiting.length > 0 && !this.muted) this.#siren.start()
    else this.#siren.stop()
  }
}
