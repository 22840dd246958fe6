// In which order the count filters stand for a role. Which lists exist, and how many are in them,
// the server says; a list it does not count is not shown, one unknown here stands at the end.

const k_order: Record<string, readonly string[]> = {
  coordinator: [
    'submitted',
    'urgent',
    'overdue',
    'sent',
    'answered',
    'waiting_reporter',
    'repairing',
    'given_back',
    'reopen',
    'scope_override',
    'crime_report',
  ],
  agency_leader: ['unassigned', 'urgent', 'overdue', 'sent', 'approval', 'repairing'],
  officer: ['mine', 'unassigned', 'urgent', 'overdue', 'sent', 'waiting_reporter', 'repairing'],
  denunciation_keeper: ['denunciation'],
  supervisor: ['urgent', 'overdue', 'sent', 'reopen', 'repairing'],
}
/** The lists of "Tra cứu": the server does not count them, they hold what is done too. */
export const k_search_lists: readonly string[] = ['all', 'closed']
export const k_closed_states: readonly string[] = [
  'resolved',
  'refused',
  'handed_over',
  'merged',
  'withdrawn',
]
const k_open_states = [
  'submitted',
  'dispatched',
  'in_progress',
  'waiting_reporter',
  'answered',
  'repairing',
]

export function listsFor(role: string, counts: Record<string, number>): string[] {
  const first = k_order[role] ?? []
  const known = new Set([...first, ...k_search_lists])
  const others = Object.keys(counts).filter((list) => !known.has(list))
  return [...first, ...others].filter((list) => list in counts)
}

/** The states that a list of "Tra cứu" can be narrowed to; none elsewhere. */
export function statesFor(list: string): readonly string[] {
  if (list === 'closed') return k_closed_states
  return list === 'all' ? [...k_open_states, ...k_closed_states] : []
}

/** The list a person begins with. */
export function firstList(role: string): string {
  return k_order[role]?.[0] ?? 'all'
}

/** Where there is work when this list is empty. */
export function busyList(
  role: string,
  counts: Record<string, number>,
  list: string,
): string | undefined {
  return listsFor(role, counts).find((one) => one !== list && (counts[one] ?? 0) > 0)
}
