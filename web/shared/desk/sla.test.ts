// The bar and words of a deadline.
import { describe, expect, it } from 'vitest'
import { sla } from './sla'

describe('sla', () => {
  it('is fine below 60 per cent and soon from there', () => {
    expect(sla(0, 100, 59)).toEqual({ share: 0.59, level: 'fine' })
    expect(sla(0, 100, 60)).toEqual({ share: 0.6, level: 'soon' })
  })
  it('is late only after the due time', () => {
    expect(sla(0, 100, 100).level).toBe('soon')
    expect(sla(0, 100, 101)).toEqual({ share: 1, level: 'late' })
  })
  it('survives a clock that starts in the future or has no length', () => {
    expect(sla(50, 100, 10)).toEqual({ share: 0, level: 'fine' })
    expect(sla(100, 100, 100)).toEqual({ share: 1, level: 'soon' })
    expect(sla(100, 100, 101).level).toBe('late')
  })
})
