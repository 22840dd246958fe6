// One stream of events for the page, shared by everything that shows live data. Whoever listens
// hears single changes, and is told to load again when changes may have been missed.
import { live, type Light, type ReportEvent } from '../sse'

export interface Listener {
  onReport?: (event: ReportEvent) => void
  onGone?: (report: string) => void
  /** Load again: the position was too old, the stream was away, or it is time to poll. */
  onRefresh?: () => void
}

export const stream = $state<{ light: Light }>({ light: 'connecting' })
const listeners = new Set<Listener>()
let close: (() => void) | null = null

export function listen(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function startStream(url = '/api/v1/events'): void {
  stopStream()
  let lost = false
  const refresh = () => listeners.forEach((l) => l.onRefresh?.())
  close = live(url, {
    onReport: (event) => listeners.forEach((l) => l.onReport?.(event)),
    onGone: (event) => listeners.forEach((l) => l.onGone?.(event.report)),
    onReset: refresh,
    onPoll: refresh,
    onLight: (light) => {
      stream.light = light
      if (light === 'lost') lost = true
      if (light === 'live' && lost) {
        lost = false
        refresh()
      }
    },
  })
}

export function stopStream(): void {
  close?.()
  close = null
}
