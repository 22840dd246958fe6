// The list behind a figure, named in the address after # so that each figure is a plain link:
// #/late:answer?agency=so_xd. Filters of the row come on top of those of the board.
import { word } from '../shared/desk/words'
import { t, type LeaderKey } from './words'

const k_names = ['area', 'field', 'agency', 'from', 'to', 'of'] as const

export interface ListPlace {
  part: string
  area?: string
  field?: string
  agency?: string
  /** Other days than those of the board. */
  from?: string
  to?: string
  /** Words that name the figure, for the title. */
  of?: string
}

/**
 * The server's lists that make one list of ours: all deadlines of a clock stand in two of them.
 * `spread:` is what medians are taken from: the same two, of which those still open do not count.
 */
export function partsOf(part: string): string[] {
  const [kind = '', clock] = part.split(':')
  return clock && ['all', 'spread'].includes(kind) ? [`late:${clock}`, `met:${clock}`] : [part]
}

/** The name of a list of the server, and of ours. */
export function listName(part: string): string {
  const [kind = '', clock] = part.split(':')
  return clock
    ? t(`leader.list.${kind}` as LeaderKey, word('clock', clock))
    : t(`leader.part.${part}` as LeaderKey)
}

export function listAddress(place: ListPlace): string {
  const query = new URLSearchParams()
  for (const name of k_names) if (place[name]) query.set(name, place[name])
  const text = query.toString()
  return `#/${place.part}${text ? `?${text}` : ''}`
}

export function parseList(hash: string): ListPlace | null {
  const found = /^#\/([a-z_]+(?::[a-z_]+)?)(?:\?(.*))?$/.exec(hash)
  if (!found) return null
  const query = new URLSearchParams(found[2] ?? '')
  const place: ListPlace = { part: found[1]! }
  for (const name of k_names) {
    const value = query.get(name)
    if (value) place[name] = value
  }
  return place
}
