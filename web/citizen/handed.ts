// Photos on their way to the form: from the camera of the first screen, or from another app.
import { get, write } from './db'

/** What the service worker kept of a share. */
export interface Shared {
  id: string
  files: File[]
  text: string
}
export const k_shared = 'shared'

let handed: File[] = []

export function startWith(files: File[]): void {
  handed = files
}

/** Each photo is taken once. */
export function takeHanded(): File[] {
  const files = handed
  handed = []
  return files
}

/** What another app shared, once. */
export async function takeShared(): Promise<{ files: File[]; text: string }> {
  const none = { files: [], text: '' }
  const kept = await get<Shared>('kv', k_shared).catch(() => undefined)
  if (!kept) return none
  await write([['kv', 'delete', k_shared]]).catch(() => undefined)
  return kept
}
