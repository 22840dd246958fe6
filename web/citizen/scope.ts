// Hears, while somebody writes, that a matter has its own place to go (papers, complaints) or that
// somebody is in danger. It only advises: nothing is ever blocked by it.
import type { Schemas } from '../shared/client'
import { fold } from '../shared/fold'

export type ScopeKind = Schemas['ScopePhrase']['kind']

const holds = (padded: string, phrase: string) => padded.includes(` ${phrase} `)

/** The first kind whose phrase stands in the text as whole words; danger before anything else. */
export function scopeOf(
  text: string,
  phrases: readonly Schemas['ScopePhrase'][],
): ScopeKind | null {
  const padded = ` ${fold(text)} `
  const hits = phrases.filter(
    ({ phrase, unless }) =>
      holds(padded, phrase) && !(unless ?? []).some((word) => holds(padded, word)),
  )
  return hits.find(({ kind }) => kind === 'sos')?.kind ?? hits[0]?.kind ?? null
}
