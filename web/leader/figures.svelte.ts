// The figures on the board: loaded for the query, again every minute and soon after a change.
// While loading the old ones stay, with their own closing time.
import { ApiError, call, type Schemas } from '../shared/client'
import { setServerTime } from '../shared/desk/clock.svelte'
import { refusal } from '../shared/desk/refusal'
import { guard } from '../shared/desk/session.svelte'
import { days, query } from './query.svelte'

export type Figures = Schemas['Figures']
export type FigureRow = Schemas['FigureRow']
const k_again_ms = 60_000
const k_gather_ms = 2_000

export class FiguresStore {
  figures = $state.raw<Figures | null>(null)
  error = $state('')
  forbidden = $state(false)
  loading = $state(false)
  #turn = 0
  #soon: ReturnType<typeof setTimeout> | undefined
  #minute: ReturnType<typeof setInterval> | undefined

  start(): () => void {
    this.#minute = setInterval(() => void this.load(), k_again_ms)
    return () => {
      clearInterval(this.#minute)
      clearTimeout(this.#soon)
    }
  }

  /** A report changed: counts again in a moment, once for many changes. */
  touch(): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined
      void this.load()
    }, k_gather_ms)
  }

  async load(): Promise<void> {
    const turn = ++this.#turn
    const { area, field, agency, edition } = query()
    this.loading = true
    try {
      const asked = { ...days(), area, field, agency, edition }
      const fresh = await guard(call<Figures>('/api/v1/figures', { query: asked }))
      if (turn !== this.#turn) return
      setServerTime(fresh.at)
      this.figures = fresh
      this.error = ''
    } catch (error) {
      if (turn !== this.#turn) return
      this.forbidden = error instanceof ApiError && error.status === 403
      this.error = refusal(error).text
    } finally {
      if (turn === this.#turn) this.loading = false
    }
  }
}
