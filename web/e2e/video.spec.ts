// A large video filed in flight mode: the report goes first, the video after it, once, over a line
// that keeps breaking.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, shot, test } from './fixtures'
import { choose, send, withWorker } from './phone'
import { Proxy } from './proxy'
import { vi } from './texts'
import { bigVideo } from './video'

const k_bytes = 30_000_000

test('a video of 30 MB filed in flight mode arrives once, after its report', async ({
  people,
  server,
}) => {
  const file = join(server.data, 'phim.mp4')
  writeFileSync(file, bigVideo(k_bytes))
  const proxy = await new Proxy(server.url, {}).start()
  const citizen = await people.citizen({ baseURL: proxy.url })
  await withWorker(citizen)
  await citizen.context().setOffline(true)
  proxy.setAway(true)

  await citizen.goto('/bao-tin')
  await citizen.locator('input[type="file"][multiple]').setInputFiles(file)
  await choose(citizen, 'water')
  await citizen.locator('#text').fill('Nước ngập ngang bánh xe, có quay phim.')
  await citizen.locator('#place-edit').click()
  const dialog = citizen.getByRole('dialog')
  await dialog.getByRole('button', { name: vi('citizen.place.mode_list') }).click()
  await dialog.getByRole('button', { name: 'Phường Tân Thành' }).click()
  await send(citizen)
  await expect(citizen.getByRole('heading', { name: vi('citizen.sent.kept') })).toBeVisible()

  // Back on the net, on a line that breaks some ten times, now and then in the middle of a part.
  let cut = 0
  const lengths = [700_000, 2_300_000, 5_000_000, 1_500_000]
  proxy.use({ bytes_per_s: 3_000_000, cut_after: () => lengths[cut++ % lengths.length]! })
  proxy.setAway(false)
  await citizen.context().setOffline(false)
  await expect(citizen.getByRole('heading', { name: vi('citizen.sent.title') })).toBeVisible({
    timeout: 30_000,
  })
  await expect(citizen.getByText(vi('citizen.detail.attaching'))).toBeVisible()
  await expect(citizen.getByRole('progressbar')).toBeVisible()
  await shot(citizen, 'video-attaching')
  const portal = await people.staff('dieuphoi')
  const row = portal.page.locator('a[data-report]').filter({ hasText: 'Nước ngập ngang bánh xe' })
  await expect(row).toHaveCount(1)

  const again = async () => {
    // Each break makes the phone wait a little longer; the button is there for the impatient.
    await citizen.evaluate(() => dispatchEvent(new Event('online')))
    return citizen.getByText(vi('citizen.detail.attaching')).isVisible()
  }
  await expect.poll(again, { timeout: 90_000, intervals: [1000] }).toBe(false)
  expect(proxy.cuts).toBeGreaterThan(4)
  expect(proxy.sent).toBeLessThan(k_bytes * 1.6)
  await proxy.stop()

  await portal.page.reload()
  await row.click()
  await expect(portal.case.getByText(vi('staff.photos.video'), { exact: true })).toHaveCount(1)
  await expect(row).toHaveCount(1)
})
