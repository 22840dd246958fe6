// The lists a role sees, what they can be narrowed to, and the way on from an empty one.
import { expect, it } from 'vitest'
import { busyList, firstList, listsFor, statesFor } from './lists'

it('shows what the server counts, by role, unknown ones last, never those of the search', () => {
  const counts = { all: 9, overdue: 1, submitted: 2, storm: 3, closed: 4 }
  expect(listsFor('coordinator', counts)).toEqual(['submitted', 'overdue', 'storm'])
})

it('never shows a list the server did not count', () => {
  expect(listsFor('denunciation_keeper', { denunciation: 0 })).toEqual(['denunciation'])
  expect(listsFor('officer', {})).toEqual([])
})

it('begins with the work of the role', () => {
  expect(firstList('coordinator')).toBe('submitted')
  expect(firstList('officer')).toBe('mine')
  expect(firstList('agency_leader')).toBe('unassigned')
  expect(firstList('unknown')).toBe('all')
})

it('narrows only the lists of the search by state', () => {
  expect(statesFor('submitted')).toEqual([])
  expect(statesFor('closed')).not.toContain('submitted')
  expect(statesFor('all')).toEqual(expect.arrayContaining(['submitted', ...statesFor('closed')]))
  expect(statesFor('all')).toHaveLength(11)
})

it('leads from an empty list to the first one with work, if any', () => {
  const counts = { mine: 0, unassigned: 2, urgent: 1 }
  expect(busyList('officer', counts, 'mine')).toBe('unassigned')
  expect(busyList('officer', counts, 'unassigned')).toBe('urgent')
  expect(busyList('officer', { mine: 0 }, 'mine')).toBeUndefined()
})
