// The server's time on this screen: deadlines are judged by the server's clock, not by this
// machine's. Moves on by itself; the only place of the desks that reads the clock.

const k_tick_ms = 15_000
const state = $state({ now: Date.now() })
let skew_ms = 0
let timer: ReturnType<typeof setInterval> | undefined

/** The reactive minute hand: changes every 15 seconds. */
export function now(): number {
  return state.now
}

/** This very moment by the server's clock; for counting seconds. */
export function exactNow(): number {
  return Date.now() + skew_ms
}

/** Takes the `at` of an answer of the server. */
export function setServerTime(at: number): void {
  skew_ms = at - Date.now()
  state.now = at
}

export function startClock(): () => void {
  timer = setInterval(() => (state.now = exactNow()), k_tick_ms)
  return () => clearInterval(timer)
}
