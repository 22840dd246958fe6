// One action of the sender on a report: the same words sent twice are one command; a failure keeps
// everything typed and says what to do.
import { act, ApiError, type ReportDetail } from '../shared/client'
import { uuid7 } from '../shared/ids'
import { sendFile } from '../shared/resumable'
import { addFiles } from './files'
import type { KeptFile } from './outbox'
import { t } from './screen_texts'

export interface Case {
  id: string
  secret: string
  detail: ReportDetail
  changed: (detail: ReportDetail) => void
  /** The report moved on meanwhile: fetch it again. */
  stale: () => void
}

/** What went wrong, in words. The server's own sentence where it gave one. */
export function failureText(error: unknown): string {
  if (!(error instanceof ApiError)) return t('shared.unexpected')
  if (error.unreachable) return t('shared.unreachable')
  const fields = error.problem?.fields ?? []
  if (fields.length > 0) return fields.map(({ text }) => text).join(' ')
  if (error.problem?.detail) return error.problem.detail
  return t(error.status >= 500 ? 'shared.server_busy' : 'shared.unexpected')
}

export function createAction(one: () => Case) {
  let busy = $state(false)
  let error = $state('')
  let files = $state.raw<KeptFile[]>([])
  let said = ''
  let command = ''

  async function sendFiles(secret: string): Promise<string[]> {
    for (const file of files) {
      if (file.done) continue
      await sendFile(file.id, file.blob, { secret })
      files = files.map((item) => (item.id === file.id ? { ...item, done: true } : item))
    }
    return files.map(({ id }) => id)
  }

  return {
    get busy() {
      return busy
    },
    get error() {
      return error
    },
    get files() {
      return files
    },
    addFiles(list: File[]): Promise<void> {
      return addFiles(list, {
        add: (file) => (files = [...files, file]),
        replace: (file) => (files = files.map((item) => (item.id === file.id ? file : item))),
        point: () => undefined,
        done: () => undefined,
      })
    },
    removeFile(id: string): void {
      files = files.filter((file) => file.id !== id)
    },
    /** True once the server has it. */
    async run(action: string, body: Record<string, unknown>, with_files = false): Promise<boolean> {
      if (busy) return false
      const { id, secret, detail, changed, stale } = one()
      busy = true
      error = ''
      try {
        const uploads = with_files && files.length > 0 ? await sendFiles(secret) : undefined
        const full = uploads ? { ...body, uploads } : body
        const now = action + JSON.stringify(full)
        if (now !== said) {
          said = now
          command = uuid7()
        }
        const fresh = await act(id, action, full, { version: detail.version, secret, command })
        if (!('gone' in fresh)) changed(fresh)
        files = []
        return true
      } catch (caught) {
        error = failureText(caught)
        if (caught instanceof ApiError && caught.status === 409) {
          error = t('citizen.detail.moved')
          said = ''
          stale()
        }
        return false
      } finally {
        busy = false
      }
    },
  }
}
