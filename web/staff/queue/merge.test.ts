// New rows are held; the list does not jump.
import { describe, expect, it } from 'vitest'
import { asRows, merge, step, type QueueItem } from './merge'

const item = (id: string, version = 1): QueueItem => ({
  id,
  version,
  code: `CM-${id}`,
  state: 'submitted',
  field: 'power',
  sub_field: null,
  area: null,
  area_name: null,
  text: '',
  thumb: null,
  urgency: 'none',
  submitted_at: 0,
  clock: null,
  started_at: null,
  due_at: null,
  lead: null,
  lead_name: null,
  officer_name: null,
  awaiting_approval: false,
  reopen_requested: false,
  scope_override: false,
  given_back: 0,
  lat7: null,
  lon7: null,
})
const ids = (rows: { id: string }[]) => rows.map((row) => row.id).join('')
const nothing = new Set<string>()

describe('merge', () => {
  it('shows everything when nothing was shown', () => {
    const { rows, held } = merge([], [item('a'), item('b')], true, nothing)
    expect([ids(rows), held]).toEqual(['ab', 0])
  })
  it('holds new rows back and keeps the order on the screen', () => {
    const shown = asRows([item('a'), item('b')])
    const { rows, held } = merge(shown, [item('x'), item('b', 2), item('a')], true, nothing)
    expect([ids(rows), held]).toEqual(['ab', 1])
    expect(rows[1]).toMatchObject({ version: 2, left: false })
  })
  it('marks a row that left and never removes it', () => {
    const { rows } = merge(asRows([item('a'), item('b')]), [item('b')], true, nothing)
    expect(rows.map((row) => row.left)).toEqual([true, false])
  })
  it('takes a missing row for gone only when told, if the answer is not the whole list', () => {
    const shown = asRows([item('a'), item('b')])
    const { rows } = merge(shown, [item('x')], false, new Set(['b']))
    expect(rows.map((row) => row.left)).toEqual([false, true])
  })
  it('takes back a row that returned', () => {
    const gone = merge(asRows([item('a'), item('b')]), [item('b')], true, nothing).rows
    const { rows, held } = merge(gone, [item('a', 3), item('b')], true, nothing)
    expect([rows[0]!.left, held]).toEqual([false, 0])
  })
})

describe('step', () => {
  const rows = asRows([item('a'), item('b'), item('c')])
  it('walks and stays inside', () => {
    expect(step(rows, 'a', 1)).toBe('b')
    expect(step(rows, 'c', 1)).toBe('c')
    expect(step(rows, 'a', -1)).toBe('a')
  })
  it('begins at the top and has nowhere to go in an empty list', () => {
    expect(step(rows, null, -1)).toBe('a')
    expect(step(rows, 'zzz', 1)).toBe('a')
    expect(step([], null, 1)).toBeNull()
  })
})
