// Registers the service worker and lets a newer one take over only when nobody is writing.
import { formOpen } from './phone.svelte'

const k_look_again_ms = 30 * 60_000

export function startWorker(): void {
  const workers = navigator.serviceWorker
  if (!workers) return
  const letIn = (registration: ServiceWorkerRegistration) => {
    // The first worker of a phone has nothing to replace.
    if (registration.waiting && workers.controller && !formOpen())
      registration.waiting.postMessage('take-over')
  }
  workers
    .register('/sw.js')
    .then((registration) => {
      const look = () => letIn(registration)
      look()
      registration.addEventListener('updatefound', () => {
        registration.installing?.addEventListener('statechange', look)
      })
      addEventListener('visibilitychange', look)
      setInterval(() => void registration.update().catch(() => undefined), k_look_again_ms)
    })
    .catch(() => undefined)
}
