// What a report needs before it can be sent, what is sent of it, which screen an address names, and
// what the service worker may keep.
import { describe, expect, it } from 'vitest'
import { followSecret, uuid7 } from '../shared/ids'
import { retryAfter } from '../shared/client'
import { bodyOf, isEmpty, missing, newDraft, phoneLooksRight } from './draft'
import { fit } from './photo'
import { parseRoute } from './router.svelte'
import { cacheKind, mayKeep } from './sw_rules'

const point = { lat7: 91767000, lon7: 1051524000, accuracy_m: 12.4, source: 'phone' as const }

describe('a draft', () => {
  it('has its id and secret from the start and is empty until somebody does something', () => {
    const draft = newDraft(1_795_000_000_000)
    expect(draft.id).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
    expect(draft.secret).toMatch(/^[\w-]{22}$/)
    expect(isEmpty(draft)).toBe(true)
    expect(isEmpty({ ...draft, point })).toBe(true)
    expect(isEmpty({ ...draft, text: ' x ' })).toBe(false)
  })
  it('needs a kind, something seen or said, and a place', () => {
    const draft = newDraft(0)
    expect(missing(draft, true, 4000)).toEqual(['tile', 'content', 'place'])
    expect(missing({ ...draft, tile: 'roads', text: 'hư', point }, true, 4000)).toEqual([])
    expect(missing({ ...draft, tile: 'roads', text: 'hư', commune: '2025-1' }, true, 4000)).toEqual(
      [],
    )
  })
  it('needs a commune for a point outside the province', () => {
    const draft = { ...newDraft(0), tile: 'roads', text: 'hư', point }
    expect(missing(draft, true, 4000, true)).toEqual(['place'])
    expect(missing({ ...draft, commune: '2025-1' }, true, 4000, true)).toEqual([])
  })
  it('needs neither photo nor place for an idea', () => {
    expect(missing({ ...newDraft(0), tile: 'idea', text: 'Trồng cây' }, false, 4000)).toEqual([])
    expect(missing({ ...newDraft(0), tile: 'idea' }, false, 4000)).toEqual(['content'])
  })
  it('counts characters, not code units, and looks at a phone number that is there', () => {
    const draft = { ...newDraft(0), tile: 'roads', point }
    expect(missing({ ...draft, text: '😀'.repeat(10) }, true, 10)).toEqual([])
    expect(missing({ ...draft, text: 'ổ'.repeat(11) }, true, 10)).toEqual(['text_long'])
    expect(missing({ ...draft, text: 'x', phone: '12' }, true, 10)).toEqual(['phone'])
  })
  it('sends no consent without a number and no empty fields', () => {
    const body = bodyOf(
      { ...newDraft(0), tile: 'roads', text: ' hư ', consent_call: true, point },
      '1',
      5,
    )
    expect(body).toMatchObject({ text: 'hư', consent_call: false, accuracy_m: 12, claimed_at: 5 })
    expect(body).not.toHaveProperty('phone')
    expect(body).not.toHaveProperty('commune')
  })
})

it.each([
  ['0912 345 678', true],
  ['+84 912 345 678', true],
  ['0290.3831.234', true],
  ['+1 202 555 0143', true],
  ['00855 23 123 456', true],
  ['+84 12', false],
  ['+0 202 555 0143', false],
  ['12345', false],
  ['091234567x', false],
])('phone %s', (phone, right) => expect(phoneLooksRight(phone)).toBe(right))

it('makes ids that sort by time and never repeat', () => {
  expect(uuid7(1000) < uuid7(2000)).toBe(true)
  expect(new Set(Array.from({ length: 500 }, () => uuid7(7))).size).toBe(500)
  expect(new Set(Array.from({ length: 500 }, () => followSecret())).size).toBe(500)
})

it('reads Retry-After as seconds and as a date', () => {
  expect(retryAfter('40', 0)).toBe(40_000)
  expect(retryAfter('Thu, 01 Jan 1970 00:01:00 GMT', 10_000)).toBe(50_000)
  expect(retryAfter('soon', 0)).toBeNull()
  expect(retryAfter(null, 0)).toBeNull()
})

it('fits photos without making them larger', () => {
  expect(fit(4000, 3000, 1600)).toEqual([1600, 1200])
  expect(fit(100, 50, 1600)).toEqual([100, 50])
  expect(fit(10_000, 1, 1600)).toEqual([1600, 1])
})

describe('addresses', () => {
  it('knows its screens and leaves the rest to the server', () => {
    expect(parseRoute('/')?.screen).toBe('home')
    expect(parseRoute('/bao-tin/')?.screen).toBe('report')
    expect(parseRoute('/theo-doi/0192aaaa-0000-7000-8000-000000000001')).toMatchObject({
      screen: 'detail',
    })
    expect(parseRoute('/pa/CM-2026-000123')).toBeNull()
    expect(parseRoute('/can-bo')).toBeNull()
    expect(parseRoute('/theo-doi/../can-bo')).toBeNull()
  })
})

describe('the service worker', () => {
  it.each([
    ['GET', '/', false, 'navigate', 'shell'],
    ['GET', '/theo-doi/0192aaaa-0000-7000-8000-000000000001', false, 'navigate', 'shell'],
    ['GET', '/pa/CM-2026-000123', false, 'navigate', 'page'],
    ['GET', '/assets/citizen-index.x.js', false, 'cors', 'asset'],
    ['GET', '/geo/communes_lite.geojson', false, 'cors', 'geo'],
    ['GET', '/api/v1/config', false, 'cors', 'network'],
    ['GET', '/can-bo', false, 'navigate', 'network'],
    ['GET', '/lanh-dao', false, 'navigate', 'network'],
    ['GET', '/media/x/public', false, 'no-cors', 'network'],
    ['POST', '/gui', false, 'navigate', 'network'],
    ['POST', '/chia-se', false, 'navigate', 'share'],
    ['GET', '/chia-se', false, 'navigate', 'network'],
    ['GET', '/assets/film.js', true, 'cors', 'network'],
  ] as const)('%s %s', (method, path, range, mode_, kind) => {
    expect(cacheKind(method, path, range, mode_)).toBe(kind)
  })
  it('never keeps what says it is private', () => {
    expect(mayKeep('no-store')).toBe(false)
    expect(mayKeep('private, max-age=5')).toBe(false)
    expect(mayKeep('public, max-age=30')).toBe(true)
    expect(mayKeep(null)).toBe(true)
  })
})
