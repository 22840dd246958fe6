// The queue on the screen: one list with its search, its rows and the counts of all lists. Loads
// again when the stream says so, and holds new rows back until they are asked for.
import { call, type Schemas } from '../../shared/client'
import { setServerTime } from '../../shared/desk/clock.svelte'
import { refusal } from '../../shared/desk/refusal'
import { guard } from '../../shared/desk/session.svelte'
import { asRows, merge, type QueueItem, type Row } from './merge'

type Queue = Schemas['Queue']
type Found = Schemas['Found']
export interface Search {
  q: string
  field: string
  area: string
  /** Only in the lists of "Tra cứu". */
  state: string
  /** With words: '' newest first, 'relevance' the best of the newest. */
  sort: string
}
export const k_no_search: Search = { q: '', field: '', area: '', state: '', sort: '' }
export const searches = ({ q, field, area, state }: Search) =>
  [q, field, area, state].some((part) => part !== '')
const k_page = 50
const k_page_max = 200
const k_gather_ms = 400
const k_further_max = 4

export class QueueStore {
  list = $state('')
  search = $state<Search>(k_no_search)
  rows = $state<Row[]>([])
  held = $state(0)
  counts = $state<Record<string, number>>({})
  loading = $state(true)
  error = $state('')
  more = $state(false)
  /** What the words found in all; null without words. */
  found = $state<Found>(null)
  #fresh: QueueItem[] = []
  #next: string | null = null
  #changed = new Set<string>()
  #turn = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  /** Shows another list or search from its top. */
  async open(list: string, search: Search): Promise<void> {
    this.list = list
    this.search = search
    this.rows = []
    await this.#load((answer) => this.#take(answer))
    // A search may end its time before it finds anything, and goes on where it stopped.
    const turn = this.#turn
    for (let i = 0; i < k_further_max && this.rows.length === 0 && this.#next; ++i) {
      await this.loadMore()
      if (this.#turn !== turn + i + 1) return
    }
  }

  /** Shows what was held back, in the server's order. */
  release(): void {
    this.rows = asRows(this.#fresh)
    this.held = 0
  }

  async loadMore(): Promise<void> {
    if (!this.#next) return
    const cursor = this.#next
    await this.#load((answer) => {
      const known = new Set(this.rows.map((row) => row.id))
      this.rows = [...this.rows, ...asRows(answer.items.filter((item) => !known.has(item.id)))]
      this.#fresh = [...this.rows]
      this.#next = answer.next
      this.more = answer.next !== null
    }, cursor)
  }

  /** An event named this report: gathers for a moment, then asks once. */
  touch(report: string): void {
    this.#changed.add(report)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.refresh(), k_gather_ms)
  }

  async refresh(): Promise<void> {
    if (!this.list) return
    const changed = this.#changed
    this.#changed = new Set()
    await this.#load((answer) => {
      const merged = merge(this.rows, answer.items, answer.next === null, changed)
      this.#fresh = answer.items
      this.#next = answer.next
      this.more = answer.next !== null
      this.found = answer.found ?? null
      this.rows = merged.rows
      this.held = merged.held
    })
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #take(answer: Queue): void {
    this.#fresh = answer.items
    this.rows = asRows(answer.items)
    this.held = 0
    this.#next = answer.next
    this.more = answer.next !== null
    this.found = answer.found ?? null
  }

  async #load(apply: (answer: Queue) => void, cursor?: string): Promise<void> {
    const turn = ++this.#turn
    this.loading = true
    const limit = cursor ? k_page : Math.min(k_page_max, Math.max(k_page, this.rows.length + 20))
    try {
      const query = { list: this.list, ...this.search, limit, cursor }
      const answer = await guard(call<Queue>('/api/v1/desk/queue', { query }))
      if (turn !== this.#turn) return
      setServerTime(answer.at)
      this.counts = answer.counts
      this.error = ''
      apply(answer)
    } catch (error) {
      if (turn === this.#turn) this.error = refusal(error).text
    } finally {
      if (turn === this.#turn) this.loading = false
    }
  }
}
