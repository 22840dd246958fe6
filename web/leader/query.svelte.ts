// What the board counts: period, place, field, agency and edition, kept in the address so that a
// view can be sent to somebody. `tuong` is the wall mode.
import { exactNow } from '../shared/desk/clock.svelte'
import { isDay, k_presets, periodOf, type Period, type Preset } from './period'

export interface Query {
  preset: Preset
  from: string
  to: string
  area: string
  field: string
  agency: string
  edition: '2022' | '2025'
}

export function readQuery(search: string): Query {
  const given = new URLSearchParams(search)
  const text = (name: string) => given.get(name) ?? ''
  const named = text('period') as Preset
  const own = isDay(text('from')) && isDay(text('to'))
  const preset = k_presets.includes(named) && (named !== 'own' || own) ? named : 'days_30'
  return {
    preset,
    from: preset === 'own' ? text('from') : '',
    to: preset === 'own' ? text('to') : '',
    area: text('area'),
    field: text('field'),
    agency: text('agency'),
    edition: text('edition') === '2022' ? '2022' : '2025',
  }
}

export function writeQuery(query: Query, wall: boolean): string {
  const out = new URLSearchParams()
  if (query.preset !== 'days_30') out.set('period', query.preset)
  if (query.preset === 'own') {
    out.set('from', query.from)
    out.set('to', query.to)
  }
  for (const name of ['area', 'field', 'agency'] as const)
    if (query[name]) out.set(name, query[name])
  if (query.edition !== '2025') out.set('edition', query.edition)
  if (wall) out.set('tuong', '1')
  const text = out.toString()
  return text ? `?${text}` : ''
}

const state = $state<{ query: Query }>({ query: readQuery(location.search) })
export const wall = new URLSearchParams(location.search).get('tuong') === '1'

export function query(): Query {
  return state.query
}

export function setQuery(part: Partial<Query>): void {
  state.query = { ...state.query, ...part }
  history.replaceState(null, '', location.pathname + writeQuery(state.query, wall) + location.hash)
}

/** The days asked for now: a preset moves on with the day. */
export function days(): Period {
  const { preset, from, to } = state.query
  return preset === 'own' ? { from, to } : periodOf(preset, exactNow())
}
