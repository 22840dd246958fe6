// Putting the app on the phone's first screen. The browser says early that it is possible; people
// are asked late, when they have just sent something, and not again for a month when they decline.

/** Chromium's event, which TypeScript does not know. */
interface InstallPrompt extends Event {
  prompt(): Promise<void>
  userChoice: Promise<{ outcome: 'accepted' | 'dismissed' }>
}

const k_declined = 'camaug.install'
const k_ask_again_ms = 30 * 24 * 3_600_000

let offer = $state.raw<InstallPrompt | null>(null)

/** Called once, before anything else may miss the event. */
export function watchInstall(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    offer = event as InstallPrompt
  })
  addEventListener('appinstalled', () => (offer = null))
}

function declined(now: number): boolean {
  try {
    return now - Number(localStorage.getItem(k_declined) ?? 0) < k_ask_again_ms
  } catch {
    return false
  }
}

export function decline(now: number): void {
  offer = null
  try {
    localStorage.setItem(k_declined, String(now))
  } catch {
    // Asked again next time.
  }
}

export function mayInstall(now: number): boolean {
  return offer !== null && !declined(now)
}

export async function install(now: number): Promise<void> {
  const asked = offer
  if (!asked) return
  await asked.prompt()
  const { outcome } = await asked.userChoice
  if (outcome === 'dismissed') decline(now)
  offer = null
}
