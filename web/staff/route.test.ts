// Addresses of the staff console.
import { expect, it } from 'vitest'
import { address, parse } from './route.svelte'

it('names a list and a report in the address and reads them back', () => {
  for (const place of [
    { list: 'urgent', report: '0190-ab' },
    { list: 'submitted', report: '' },
  ])
    expect(parse(address(place))).toEqual(place)
  expect(parse('')).toEqual({ list: '', report: '' })
})
