// Where one is, kept in the address after #: #/list/report. So the back button of a phone leads
// from a case to the queue, and a case can be linked from the leaders' lists.

export interface Place {
  list: string
  report: string
}

export function parse(hash: string): Place {
  const [list = '', report = ''] = hash.replace(/^#\/?/, '').split('/')
  return { list: decodeURIComponent(list), report: decodeURIComponent(report) }
}

export function address(place: Place): string {
  const list = encodeURIComponent(place.list)
  return place.report ? `#/${list}/${encodeURIComponent(place.report)}` : `#/${list}`
}

const state = $state<{ place: Place }>({ place: parse(location.hash) })

export function place(): Place {
  return state.place
}

/** Goes there; `replace` leaves no step for the back button (moving between cases of a desk). */
export function go(next: Place, replace = false): void {
  if (replace) history.replaceState(null, '', address(next))
  else history.pushState(null, '', address(next))
  state.place = next
}

export function follow(): () => void {
  const read = () => (state.place = parse(location.hash))
  addEventListener('popstate', read)
  addEventListener('hashchange', read)
  return () => {
    removeEventListener('popstate', read)
    removeEventListener('hashchange', read)
  }
}
