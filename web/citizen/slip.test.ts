// RFC 4231, test case 2: the MAC is the one that everybody computes.
import { expect, it } from 'vitest'
import { fromHex, hmacHex } from './slip'

it('computes HMAC-SHA-256', async () => {
  expect(await hmacHex('4a656665', 'what do ya want for nothing?')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  )
})
it('reads hex', () => {
  expect([...fromHex('00ff10')]).toEqual([0, 255, 16])
  expect([...fromHex('')]).toEqual([])
})
