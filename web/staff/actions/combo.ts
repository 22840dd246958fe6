// Finding an agency by what one types, without diacritics: every typed word must begin a word of
// the name (or the code), and those that begin the name come first.
import { fold } from '../../shared/fold'
import type { Agency } from '../../shared/desk/agencies.svelte'

const k_shown_max = 30

export function findAgencies(
  all: readonly Agency[],
  typed: string,
  first: readonly string[],
): Agency[] {
  const words = fold(typed).split(' ').filter(Boolean)
  const rank = (agency: Agency): number => {
    const at = first.indexOf(agency.code)
    if (at >= 0) return at
    return first.length + (words[0] && fold(agency.name).startsWith(words[0]) ? 0 : 1)
  }
  const fits = (agency: Agency): boolean => {
    const parts = fold(`${agency.name} ${agency.code}`).split(/[\s,.-]+/)
    return words.every((word) => parts.some((part) => part.startsWith(word)))
  }
  return all
    .filter(fits)
    .map((agency, i) => ({ agency, i, rank: rank(agency) }))
    .sort((a, b) => a.rank - b.rank || a.i - b.i)
    .slice(0, k_shown_max)
    .map((one) => one.agency)
}
