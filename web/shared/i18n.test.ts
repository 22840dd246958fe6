// Words arrive in any order: a screen that comes while English is loading is English as well.
import { afterEach, expect, it } from 'vitest'
import { fill, language, own, setLanguage, texts } from './i18n.svelte'

const settled = () => new Promise((resolve) => setTimeout(resolve, 20))
afterEach(() => setLanguage('vi'))

it('gives English to a part that registers while English is on its way', async () => {
  const early = texts({ 'a.b': 'một {0}' }, async () => ({ default: { 'a.b': 'one {0}' } }))
  const switching = setLanguage('en')
  const during = texts({ 'c.d': 'hai' }, async () => ({ default: { 'c.d': 'two' } }))
  await switching
  await settled()
  expect(language()).toBe('en')
  expect(early('a.b', 7)).toBe('one 7')
  expect(during('c.d')).toBe('two')
  const after = texts({ 'e.f': 'ba' }, async () => ({ default: { 'e.f': 'three' } }))
  await settled()
  expect(after('e.f')).toBe('three')
})

it('falls back to Vietnamese and leaves a place without its argument', async () => {
  const t = texts({ 'g.h': 'bốn' }, async () => ({ default: {} }))
  await setLanguage('en')
  await settled()
  expect(t('g.h')).toBe('bốn')
  expect(fill('{0} {1}', ['x'])).toBe('x {1}')
  expect(own({ vi: 'Đường', en: 'Road' })).toBe('Road')
  expect(document.documentElement.lang).toBe('en')
})
