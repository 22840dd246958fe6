// The list behind a figure, named in the address after # so that each figure is a plain link:
// #/late:answer?agency=so_xd. Filters of the row come on top of those of the board.

export interface ListPlace {
  part: string
  area?: string
  field?: string
  agency?: string
  /** Words that name the figure, for the title. */
  of?: string
}

export function listAddress(place: ListPlace): string {
  const query = new URLSearchParams()
  for (const name of ['area', 'field', 'agency', 'of'] as const)
    if (place[name]) query.set(name, place[name])
  const text = query.toString()
  return `#/${place.part}${text ? `?${text}` : ''}`
}

export function parseList(hash: string): ListPlace | null {
  const found = /^#\/([a-z_]+(?::[a-z_]+)?)(?:\?(.*))?$/.exec(hash)
  if (!found) return null
  const query = new URLSearchParams(found[2] ?? '')
  const place: ListPlace = { part: found[1]! }
  for (const name of ['area', 'field', 'agency', 'of'] as const) {
    const value = query.get(name)
    if (value) place[name] = value
  }
  return place
}
