// Journey 4: written without network, kept on the phone, sent by itself later, exactly once.
import { expect, k_pothole, shot, test } from './fixtures'
import { choose, send, withWorker } from './phone'
import { vi } from './texts'

test('a report written offline goes out once, by itself', async ({ people }) => {
  const citizen = await people.citizen()
  const words = 'Đèn đường tắt cả tuần, đoạn cong rất tối.'
  await withWorker(citizen)
  await citizen.context().setOffline(true)

  await citizen.goto('/bao-tin')
  await expect(citizen.getByText(vi('citizen.net.offline'))).toBeVisible()
  await citizen.locator('input[type="file"][multiple]').setInputFiles(k_pothole)
  await expect(citizen.getByText('Phường Tân Thành')).toBeVisible()
  await choose(citizen, 'light')
  await citizen.locator('#text').fill(words)
  await expect(citizen).toHaveURL(/\/bao-tin\?d=/)
  await citizen.waitForTimeout(600)
  await citizen.reload()
  await expect(citizen.locator('#text')).toHaveValue(words)
  await expect(citizen.getByRole('img', { name: vi('citizen.photos.photo', 1) })).toBeVisible()
  await shot(citizen, '4-offline-form')
  await send(citizen)
  await expect(citizen.getByRole('heading', { name: vi('citizen.sent.kept') })).toBeVisible()
  await shot(citizen, '4-kept')
  await citizen.goto('/theo-doi')
  await expect(citizen.getByText(vi('citizen.card.waiting'))).toBeVisible()
  await shot(citizen, '4-list')

  await citizen.context().setOffline(false)
  await expect(citizen.getByText(vi('citizen.state.submitted'))).toBeVisible()
  await shot(citizen, '4-sent')
  await citizen.reload()
  await citizen.context().setOffline(true)
  await citizen.context().setOffline(false)
  await citizen.locator('a.card').click()
  await expect(citizen.getByText(words)).toBeVisible()

  const portal = await people.staff('dieuphoi')
  const rows = portal.page.locator('a[data-report]').filter({ hasText: 'Đèn đường tắt' })
  await expect(rows).toHaveCount(1)
  await expect(rows.first().locator('img')).toBeVisible()
})

test('an answer lost on the way makes no second report', async ({ people }) => {
  const citizen = await people.citizen({ serviceWorkers: 'block' })
  let lost = 0
  await citizen.route('**/api/v1/reports', async (route) => {
    lost += 1
    if (lost > 2) return route.continue()
    await route.fetch()
    await route.abort('connectionreset')
  })
  await citizen.goto('/bao-tin')
  await citizen.locator('input[type="file"][multiple]').setInputFiles(k_pothole)
  await expect(citizen.getByText('Phường Tân Thành')).toBeVisible()
  await choose(citizen, 'light')
  await citizen.locator('#text').fill('Trụ đèn nghiêng sát lề.')
  await send(citizen)
  await expect(citizen.getByRole('heading', { name: vi('citizen.sent.kept') })).toBeVisible()
  await citizen.goto('/theo-doi')
  // The phone tries again by itself too: a press that comes too late is no fault.
  const again = citizen.getByRole('button', { name: vi('citizen.follow.send_now') })
  const press = async () => {
    if (await again.isVisible()) await again.click({ timeout: 500 }).catch(() => undefined)
    return lost
  }
  await expect.poll(press, { timeout: 40_000 }).toBeGreaterThanOrEqual(3)
  await expect(citizen.getByText(vi('citizen.state.submitted'))).toBeVisible()
  await citizen.locator('a.card').click()
  await expect(citizen.getByText(/^Mã CM-/)).toContainText('000041')

  const portal = await people.staff('dieuphoi')
  await expect(
    portal.page.locator('a[data-report]').filter({ hasText: 'Trụ đèn nghiêng' }),
  ).toHaveCount(1)
})
