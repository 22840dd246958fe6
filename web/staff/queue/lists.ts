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
  supervisor: ['urgent', 'overdue', 'sent', 'repairing'],
}
const k_last: readonly string[] = ['closed', 'all']

export function listsFor(role: string, counts: Record<string, number>): string[] {
  const first = k_order[role] ?? []
  const known = new Set([...first, ...k_last])
  const others = Object.keys(counts).filter((list) => !known.has(list))
  return [...first, ...others, ...k_last].filter((list) => list in counts)
}

/** The list a person begins with. */
export function firstList(role: string): string {
  return k_order[role]?.[0] ?? 'all'
}
