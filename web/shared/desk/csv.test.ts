// CSV that spreadsheets read.
import { expect, it } from 'vitest'
import { csv } from './csv'

it('quotes commas, quotes and line ends and starts with the byte order mark', () => {
  const text = csv(
    ['Tên', 'n'],
    [
      ['UBND "xã", phường', 3],
      ['hai\ndòng', null],
    ],
  )
  expect(text).toBe('\ufeffTên,n\r\n"UBND ""xã"", phường",3\r\n"hai\ndòng",\r\n')
})

it('never hands a formula to a spreadsheet, and leaves numbers alone', () => {
  expect(csv(['a'], [['=1+1'], ['@x'], ['-x'], [-5]])).toBe(
    "\ufeffa\r\n'=1+1\r\n'@x\r\n'-x\r\n-5\r\n",
  )
})
