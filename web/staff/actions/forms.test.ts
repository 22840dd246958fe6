// What each action asks for.
import { describe, expect, it } from 'vitest'
import { bodyOf, nextMoment } from './body'
import { faults, k_forms, type Values } from './forms'
import { order } from './order'

const tools = {
  moment: (time: string) => (time === '14:30' ? 1430 : 0),
  planText: (what: string, who: string) => `${what} | ${who}`,
}
const wrong = (action: string, values: Values) => Object.keys(faults(k_forms[action]!, values))

describe('what is required', () => {
  it.each([
    ['dispatch', {}, ['lead']],
    ['dispatch', { lead: 'so_xd' }, []],
    ['refuse', { kind: 'complaint', text: '   ' }, ['text']],
    ['hand_over', {}, ['kind', 'to', 'text']],
    ['give_back', { believed: 'so_xd' }, ['reason']],
    ['assign', { officer: '' }, ['officer']],
    ['acknowledge', { arrives_at: '14:30' }, ['who_goes']],
    ['acknowledge', { who_goes: 'Tổ 2' }, ['arrives_at']],
    ['add_media', { phase: 'after', uploads: [] }, ['uploads']],
    ['reclassify', { field: 'power', sub_field: '' }, ['sub_field']],
    ['reveal', { reason_kind: 'verify' }, ['reason']],
    ['ask_contact', {}, ['reason']],
    ['remind', {}, []],
  ] as [string, Values, string[]][])('%s %j', (action, values, expected) => {
    expect(wrong(action, values)).toEqual(expected)
  })
  it('asks a plan for what, who and a day, and not for an outcome', () => {
    expect(wrong('answer', { kind: 'plan' })).toEqual(['what', 'who', 'promised_on'])
  })
  it('asks a final answer for a photo or the reason of none', () => {
    const said = { kind: 'final', outcome: 'fixed', text: 'Xong' }
    expect(wrong('answer', said)).toEqual(['no_photo_reason'])
    expect(wrong('answer', { ...said, uploads: ['u1'] })).toEqual([])
    expect(wrong('answer', { ...said, has_after: true })).toEqual([])
    expect(wrong('answer', { ...said, no_photo_reason: 'Trời tối' })).toEqual([])
  })
  it('stops words that are too long', () => {
    expect(faults(k_forms.note!, { text: 'a'.repeat(4001) })).toEqual({ text: 'too_long' })
  })
})

describe('the body', () => {
  it('holds what is shown and filled, trimmed', () => {
    const values = { lead: 'so_xd', cooperating: [], note: '  gấp ' }
    expect(bodyOf('dispatch', values, tools)).toEqual({ lead: 'so_xd', note: 'gấp' })
  })
  it('makes the words of a plan and leaves out what belongs to a final answer', () => {
    const values = {
      kind: 'plan',
      what: 'Dặm vá',
      who: 'Đội duy tu',
      promised_on: '2026-11-27',
      outcome: 'fixed',
      text: 'cũ',
      has_after: true,
    }
    expect(bodyOf('answer', values, tools)).toEqual({
      kind: 'plan',
      promised_on: '2026-11-27',
      text: 'Dặm vá | Đội duy tu',
    })
  })
  it('turns a time of day into a moment and a box into yes or no', () => {
    expect(bodyOf('acknowledge', { who_goes: 'Tổ 2', arrives_at: '14:30' }, tools)).toEqual({
      who_goes: 'Tổ 2',
      arrives_at: 1430,
    })
    expect(bodyOf('hand_over', { kind: 'complaint', to: 'x', text: 'y' }, tools).consent).toBe(
      false,
    )
  })
  it('is empty for actions that ask nothing', () => {
    for (const action of ['accept', 'relay', 'approve', 'resume', 'reopen'])
      expect(bodyOf(action, { text: 'x' }, tools)).toEqual({})
  })
})

it('counts a time of day at +07:00, tomorrow when it has passed', () => {
  const nine = Date.parse('2026-11-21T09:00:00+07:00')
  expect(nextMoment('14:30', nine)).toBe(Date.parse('2026-11-21T14:30:00+07:00'))
  expect(nextMoment('08:15', nine)).toBe(Date.parse('2026-11-22T08:15:00+07:00'))
  const night = Date.parse('2026-11-21T23:30:00+07:00')
  expect(nextMoment('00:10', night)).toBe(Date.parse('2026-11-22T00:10:00+07:00'))
})

it('shows the offered actions and nothing else', () => {
  const offered = ['note', 'dispatch', 'refuse', 'reveal', 'ask_contact', 'undo', 'publish', 'rate']
  expect(order(offered)).toEqual({ main: ['dispatch', 'refuse'], upkeep: ['note', 'publish'] })
  expect(order([])).toEqual({ main: [], upkeep: [] })
})

it('has a form for each staff action of the contract', () => {
  const staff =
    'refuse hand_over merge unmerge dispatch recall give_back accept assign ask_reporter resume ' +
    'answer approve send_back relay reopen decline_reopen set_urgent clear_urgent acknowledge ' +
    'note message add_media reclassify publish hide redact remind reveal ask_contact ' +
    'transcribe undo'
  expect(Object.keys(k_forms).sort()).toEqual(staff.split(' ').sort())
})
