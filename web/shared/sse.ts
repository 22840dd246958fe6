// Live events with a visible light. The browser resumes by Last-Event-ID itself; when the stream
// stays away the caller is told to poll, and hears when it is back.

export type Light = 'connecting' | 'live' | 'lost'
export interface ReportEvent {
  n: number
  report: string
  version: number
  kind: string
}
export interface LiveHandlers {
  onReport?: (event: ReportEvent) => void
  /** The report left this viewer's sight. */
  onGone?: (event: { n: number; report: string }) => void
  /** The position is too old: load everything again. */
  onReset?: () => void
  onLight?: (light: Light) => void
  /** Called each `poll_ms` while there is no stream. */
  onPoll?: () => void
}

/** Opens the stream; the answer closes it. */
export function live(url: string, handlers: LiveHandlers, poll_ms = 30_000): () => void {
  let source: EventSource | null = null
  let again: ReturnType<typeof setTimeout> | undefined
  let poll: ReturnType<typeof setInterval> | undefined
  let tries = 0
  let closed = false

  const light = (now: Light) => {
    handlers.onLight?.(now)
    if (now === 'live') {
      clearInterval(poll)
      poll = undefined
    } else if (!poll && handlers.onPoll) poll = setInterval(handlers.onPoll, poll_ms)
  }
  const open = () => {
    if (closed) return
    light(tries === 0 ? 'connecting' : 'lost')
    source = new EventSource(url)
    source.onopen = () => {
      tries = 0
      light('live')
    }
    source.onerror = () => {
      light('lost')
      // A closed EventSource (refused, proxy error) does not come back by itself.
      if (source?.readyState === 2) {
        source.close()
        tries += 1
        again = setTimeout(open, Math.min(30_000, 1000 * 2 ** tries))
      }
    }
    const hear = (name: string, tell: (data: unknown) => void) =>
      source?.addEventListener(name, (event) => {
        try {
          tell(JSON.parse((event as MessageEvent<string>).data || '{}'))
        } catch {
          handlers.onReset?.()
        }
      })
    hear('report', (data) => handlers.onReport?.(data as ReportEvent))
    hear('gone', (data) => handlers.onGone?.(data as { n: number; report: string }))
    hear('reset', () => handlers.onReset?.())
  }
  open()
  return () => {
    closed = true
    clearTimeout(again)
    clearInterval(poll)
    source?.close()
  }
}
