// Who is signed in. When the session ends, the page stays as it is and asks to sign in again, so
// that nothing typed is lost; another person signing in there starts from a clean page.
import { ApiError, call, type Schemas } from '../client'

export type Account = Schemas['Account']
type Phase = 'loading' | 'unreachable' | 'out' | 'in'

export const session = $state<{ phase: Phase; account: Account | null; expired: boolean }>({
  phase: 'loading',
  account: null,
  expired: false,
})
const k_path = '/api/v1/session'
const renewed = new Set<() => void>()

/** Tells when the same person has signed in again after the session ended. */
export function onRenewed(tell: () => void): () => void {
  renewed.add(tell)
  return () => renewed.delete(tell)
}

export async function loadSession(): Promise<void> {
  session.phase = 'loading'
  try {
    session.account = await call<Account>(k_path)
    session.phase = 'in'
  } catch (error) {
    const away = error instanceof ApiError && error.status !== 401 && error.status !== 403
    session.phase = away ? 'unreachable' : 'out'
  }
}

export async function signIn(username: string, password: string): Promise<void> {
  const before = session.account
  const account = await call<Account>(k_path, { json: { username, password } })
  if (before && before.id !== account.id) {
    forgetDrafts()
    location.reload()
    return
  }
  session.account = account
  session.phase = 'in'
  session.expired = false
  for (const tell of renewed) tell()
}

export async function signOut(): Promise<void> {
  await call(k_path, { method: 'DELETE' }).catch(() => undefined)
  forgetDrafts()
  session.account = null
  session.expired = false
  session.phase = 'out'
}

/** Passes a call through; a 401 marks the session as ended and still throws. */
export async function guard<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof ApiError && error.status === 401 && session.phase === 'in')
      session.expired = true
    throw error
  }
}

export const k_draft_prefix = 'camaug.draft.'

function forgetDrafts(): void {
  try {
    for (const key of Object.keys(sessionStorage))
      if (key.startsWith(k_draft_prefix)) sessionStorage.removeItem(key)
  } catch {
    // Storage may be switched off; then nothing was kept either.
  }
}
