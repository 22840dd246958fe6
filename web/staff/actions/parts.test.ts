// The parts of action forms.
import { describe, expect, it } from 'vitest'
import type { Agency } from '../../shared/desk/agencies.svelte'
import { findAgencies } from './combo'
import { Intention } from './intention'
import { between, byKey, inside } from './rectangles'

const agency = (code: string, name: string): Agency => ({ code, name, class: '', area: null })
const all = [
  agency('ubnd_1', 'UBND xã Đất Mũi'),
  agency('ubnd_2', 'UBND phường An Xuyên'),
  agency('so_xd', 'Sở Xây dựng'),
]
const codes = (list: Agency[]) => list.map((one) => one.code)

describe('finding an agency', () => {
  it('needs no diacritics and takes beginnings of words', () => {
    expect(codes(findAgencies(all, 'dat mui', []))).toEqual(['ubnd_1'])
    expect(codes(findAgencies(all, 'xuy', []))).toEqual(['ubnd_2'])
    expect(codes(findAgencies(all, 'uyen', []))).toEqual([])
    expect(codes(findAgencies(all, 'so_xd', []))).toEqual(['so_xd'])
  })
  it('puts the suggested first', () => {
    expect(codes(findAgencies(all, '', ['so_xd']))[0]).toBe('so_xd')
  })
})

describe('an intention', () => {
  it('keeps its command id for a repeat, and only for that', () => {
    const intention = new Intention()
    const first = intention.command('note', 3, { text: 'a' })
    expect(intention.command('note', 3, { text: 'a' })).toBe(first)
    const other = intention.command('note', 3, { text: 'b' })
    expect(other).not.toBe(first)
    expect(intention.command('note', 4, { text: 'b' })).not.toBe(other)
  })
  it('is new after the server has answered', () => {
    const intention = new Intention()
    const first = intention.command('note', 3, {})
    intention.settle()
    expect(intention.command('note', 3, {})).not.toBe(first)
  })
})

describe('rectangles', () => {
  it('come from any two corners and stay inside', () => {
    expect(between(0.5, 0.5, 0.25, 0.1)).toEqual({ x: 2500, y: 1000, w: 2500, h: 4000 })
    expect(between(0.9, 0.9, 1.5, 1.5)).toEqual({ x: 9000, y: 9000, w: 1000, h: 1000 })
    expect(inside({ x: 9990, y: 0, w: 1, h: 1 })).toEqual({ x: 9800, y: 0, w: 200, h: 200 })
  })
  it('obey the arrows', () => {
    const one = { x: 0, y: 9000, w: 1000, h: 1000 }
    expect(byKey(one, 'ArrowLeft', false)).toEqual(one)
    expect(byKey(one, 'ArrowUp', false)).toEqual({ ...one, y: 8800 })
    expect(byKey(one, 'ArrowDown', true)).toEqual(one)
    expect(byKey(one, 'ArrowRight', true)).toEqual({ ...one, w: 1200 })
    expect(byKey(one, 'a', false)).toBeNull()
  })
})
