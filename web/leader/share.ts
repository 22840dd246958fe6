// How a share is shown: in per cent from ten cases on, below that as the counts themselves.
import type { Schemas } from '../shared/client'
import { number } from '../shared/format'

export const k_few = 10
export type Share = Schemas['Share']

export function shareText(share: Share): string {
  if (share.n === 0 || share.share === null) return '–'
  if (share.n < k_few) return `${number(share.met)}/${number(share.n)}`
  return percent(share.met, share.n)
}

/** "94,1 %", or "7/8" of few. */
export function ofText(part: number, whole: number): string {
  if (whole === 0) return '–'
  return whole < k_few ? `${number(part)}/${number(whole)}` : percent(part, whole)
}

/** Cut, not rounded: 99.96 per cent never reads as 100. */
const cut = (part: number, whole: number) => Math.floor((part / whole) * 1000) / 10

function percent(part: number, whole: number): string {
  return `${number(cut(part, whole), 1)} %`
}

/** Per cent with one digit, however few they are; null of none. */
export function percentOf(share: Share): number | null {
  return share.n === 0 ? null : cut(share.met, share.n)
}

export function isFew(share: Share): boolean {
  return share.n < k_few
}
