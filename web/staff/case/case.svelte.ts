// The case on the screen: loads it, sends actions with the version that was seen, and tells what
// others changed meanwhile. A conflict keeps the open form and shows the new state beside it.
import { act, ApiError, call, type ReportDetail, type Schemas } from '../../shared/client'
import { exactNow } from '../../shared/desk/clock.svelte'
import { refusal, type Refusal } from '../../shared/desk/refusal'
import { guard } from '../../shared/desk/session.svelte'
import { dropDraft } from '../actions/drafts'
import { k_forms } from '../actions/forms'
import { Intention } from '../actions/intention'
import { news, type Change } from './news'

export interface Undo {
  report: string
  code: string
  action: string
  version: number
  until: number
}
type Contact = NonNullable<Schemas['ReportDetail']['contact']>

export class CaseStore {
  id = $state('')
  detail = $state.raw<ReportDetail | null>(null)
  error = $state('')
  loading = $state(false)
  busy = $state('')
  /** The action whose form is open. */
  opened = $state('')
  refused = $state<Refusal | null>(null)
  conflict = $state<Change[] | null>(null)
  /** What others did while the case was on the screen. */
  changes = $state<Change[]>([])
  contact = $state.raw<Contact | null>(null)
  undo = $state<Undo | null>(null)
  said = $state('')
  /** Done, and no longer this person's to see. */
  gone = $state(false)
  onChanged: (report: string) => void = () => undefined
  #intention = new Intention()
  #turn = 0

  async open(id: string): Promise<void> {
    if (id === this.id && (this.detail || this.gone)) return
    this.id = id
    this.detail = null
    this.error = ''
    this.contact = null
    this.gone = false
    this.#clear()
    this.opened = ''
    if (id) await this.reload()
  }

  async reload(): Promise<void> {
    const id = this.id
    if (!id || this.gone) return
    const turn = ++this.#turn
    this.loading = true
    try {
      const fresh = await guard(call<ReportDetail>(`/api/v1/reports/${id}`))
      if (turn !== this.#turn || id !== this.id) return
      const seen = this.detail
      this.detail = fresh
      this.error = ''
      if (seen && fresh.version > seen.version)
        this.changes = [...this.changes, ...news(seen, fresh)]
      this.#offerUndo(fresh, '')
    } catch (error) {
      if (turn !== this.#turn || id !== this.id) return
      if (error instanceof ApiError && (error.status === 404 || error.status === 403))
        this.detail = null
      this.error = refusal(error).text
    } finally {
      if (turn === this.#turn) this.loading = false
    }
  }

  /** An event named a report; its own echo changes nothing. */
  touch(report: string, version: number): void {
    if (report === this.id && !this.busy && !this.gone && version > (this.detail?.version ?? 0))
      void this.reload()
  }

  /** Opens the form of an action, or does it at once when it asks for nothing. */
  async choose(action: string): Promise<void> {
    const form = k_forms[action]
    if (!form || this.busy) return
    this.#clear()
    const special = action === 'publish' || action === 'redact'
    if (form.fields.length > 0 || form.confirm || special) this.opened = action
    else await this.send(action, {})
  }

  closeForm(): void {
    this.opened = ''
    this.#clear()
  }

  /** True when the server did it. */
  async send(action: string, body: object): Promise<boolean> {
    const seen = this.detail
    if (!seen?.id || this.busy) return false
    this.#clear()
    this.busy = action
    const command = this.#intention.command(action, seen.version, body)
    try {
      const fresh = await guard(act(seen.id, action, body, { version: seen.version, command }))
      this.#intention.settle()
      dropDraft(seen.id, action)
      if ('gone' in fresh) {
        this.#left(seen.id)
        const { version, undo_until } = fresh
        this.#offerUndo({ ...seen, version: version ?? seen.version, undo_until }, action)
      } else if (this.id === seen.id) this.#took(fresh, action)
      else this.#offerUndo(fresh, action)
      this.onChanged(seen.id)
      return true
    } catch (error) {
      if (error instanceof ApiError && error.status !== 0) this.#intention.settle()
      if (error instanceof ApiError && (error.status === 409 || error.status === 412))
        await this.#clash(seen)
      this.refused = refusal(error)
      return false
    } finally {
      this.busy = ''
    }
  }

  async takeBack(): Promise<void> {
    const undo = this.undo
    if (!undo) return
    this.undo = null
    try {
      const options = { version: undo.version }
      const fresh = await guard(act(undo.report, 'undo', {}, options))
      if ('gone' in fresh) this.#left(undo.report)
      else if (this.id === undo.report) this.#took(fresh, 'undo')
      this.onChanged(undo.report)
    } catch (error) {
      this.refused = refusal(error)
      if (this.id === undo.report) await this.reload()
    }
  }

  /** What was done took the case out of this person's sight: it was given back, for example. */
  #left(id: string): void {
    if (this.id !== id) return
    this.detail = null
    this.opened = ''
    this.gone = true
  }

  #took(fresh: ReportDetail, action: string): void {
    if (action === 'reveal') this.contact = fresh.contact
    this.detail = fresh
    this.gone = false
    this.opened = ''
    this.changes = []
    this.said = action
    this.#offerUndo(fresh, action)
  }

  #offerUndo(fresh: ReportDetail, action: string): void {
    const { id, code, version, undo_until: until } = fresh
    if (!id || !until || until <= exactNow()) {
      if (this.undo?.report === id) this.undo = null
      return
    }
    this.undo = { report: id, code, action: action || (this.undo?.action ?? ''), version, until }
  }

  async #clash(seen: ReportDetail): Promise<void> {
    await this.reload()
    this.changes = []
    this.conflict = this.detail ? news(seen, this.detail) : []
  }

  #clear(): void {
    this.refused = null
    this.conflict = null
    this.changes = []
    this.said = ''
  }
}
