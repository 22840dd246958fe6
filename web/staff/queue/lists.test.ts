// The lists a role sees.
import { expect, it } from 'vitest'
import { firstList, listsFor } from './lists'

it('shows what the server counts, by role, unknown ones before the last two', () => {
  const counts = { all: 9, overdue: 1, submitted: 2, storm: 3, closed: 4 }
  expect(listsFor('coordinator', counts)).toEqual([
    'submitted',
    'overdue',
    'storm',
    'closed',
    'all',
  ])
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
