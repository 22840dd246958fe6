// How this phone wants to see things beside what its system says: larger words, more contrast.
// Kept on the phone; main.ts puts it on the page before anything is drawn.

export const k_looks = ['large', 'contrast'] as const
export type Look = (typeof k_looks)[number]
const k_key = 'camaug.look'

export function looks(): Look[] {
  const kept = (document.documentElement.dataset.look ?? '').split(' ')
  return k_looks.filter((one) => kept.includes(one))
}

export function choose(look: Look, on: boolean): void {
  const now = k_looks.filter((one) => (one === look ? on : looks().includes(one))).join(' ')
  document.documentElement.dataset.look = now
  try {
    localStorage.setItem(k_key, now)
  } catch {
    // For this visit then.
  }
}
