// A map that comes late, fails, or is not waited for.
import { expect, it, vi } from 'vitest'
import { openMap } from './open_map'

const turn = () => new Promise((done) => setTimeout(done))
const setUp = (fails = false) => {
  const map = { close: vi.fn() }
  const opened = vi.fn()
  const failed = vi.fn()
  const make = () => (fails ? Promise.reject(new Error('no borders')) : Promise.resolve(map))
  return { map, opened, failed, close: openMap(make, opened, failed) }
}

it('hands the map over and closes it at the end', async () => {
  const { map, opened, failed, close } = setUp()
  await turn()
  expect(opened).toHaveBeenCalledWith(map)
  expect(map.close).not.toHaveBeenCalled()
  close()
  expect(map.close).toHaveBeenCalledTimes(1)
  expect(failed).not.toHaveBeenCalled()
})

it('closes a map that arrives after the screen was left, and shows it to nobody', async () => {
  const { map, opened, close } = setUp()
  close()
  await turn()
  expect(map.close).toHaveBeenCalledTimes(1)
  expect(opened).not.toHaveBeenCalled()
})

it('says that it failed, but not to a screen that was left', async () => {
  const here = setUp(true)
  const left = setUp(true)
  left.close()
  await turn()
  expect(here.failed).toHaveBeenCalledTimes(1)
  expect(left.failed).not.toHaveBeenCalled()
})
