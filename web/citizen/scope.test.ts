// The guard and its folding: whole words, marks optional, exceptions, danger first.
import { describe, expect, it } from 'vitest'
import { fold } from '../shared/fold'
import { scopeOf } from './scope'

const phrases = [
  { phrase: 'so do', kind: 'administrative_procedure' as const, unless: ['ban so do'] },
  { phrase: 'to cao', kind: 'denunciation' as const },
  { phrase: 'cuu voi', kind: 'sos' as const },
]

describe('fold', () => {
  it.each([
    ['Đường   HƯ, ổ gà!', 'duong hu o ga'],
    ['Ấp 3\nkhóm', 'ap 3 khom'],
    ['SỔ ĐỎ', 'so do'],
    ['', ''],
  ])('%s', (text, folded) => expect(fold(text)).toBe(folded))
  it('gives the same for composed and decomposed letters', () => {
    expect(fold('sổ đỏ'.normalize('NFD'))).toBe(fold('sổ đỏ'.normalize('NFC')))
  })
})

describe('scopeOf', () => {
  it('hears a phrase with and without marks', () => {
    expect(scopeOf('Nộp hồ sơ làm sổ đỏ lâu quá', phrases)).toBe('administrative_procedure')
    expect(scopeOf('lam so do', phrases)).toBe('administrative_procedure')
  })
  it('wants whole words', () => {
    expect(scopeOf('cao tốc', phrases)).toBeNull()
    expect(scopeOf('so dong hang', phrases)).toBeNull()
  })
  it('knows exceptions', () => {
    expect(scopeOf('mất bản sơ đồ', phrases)).toBeNull()
  })
  it('puts danger before everything', () => {
    expect(scopeOf('tố cáo gì nữa, cứu với', phrases)).toBe('sos')
  })
  it('is silent about an ordinary report', () => {
    expect(scopeOf('Ổ gà sâu trước cổng chợ', phrases)).toBeNull()
    expect(scopeOf('', phrases)).toBeNull()
  })
})
