// Reporting with a browser that runs no script: the form of the first page and the form of /gui,
// each with a photo, and the page that shows what became of it.
import { expect, k_phone, k_pothole, shot, test, type People } from './fixtures'
import { vi } from './texts'

const plain = async (people: People) =>
  (await people.browserOf({ viewport: k_phone, javaScriptEnabled: false })).newPage()

test('the first page sends without script', async ({ people }) => {
  const page = await plain(people)
  const words = 'Cầu ván hư hai tấm, học sinh đi học mỗi ngày.'
  await page.goto('/')
  await page.locator('input[name="photo"]').setInputFiles(k_pothole)
  await page.locator('select[name="tile"]').selectOption('roads')
  await page.locator('textarea[name="text"]').fill(words)
  await page.locator('select[name="commune"]').selectOption({ label: 'Phường Tân Thành' })
  await shot(page, '7-home-plain')
  await page.locator('.plain button').click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/CM-\d{4}-\d{6}/)
  await expect(page.getByText(words)).toBeVisible()
  await expect(page.locator('.due .line')).toContainText(/^Chậm nhất .+ sẽ chuyển cơ quan xử lý$/)
  await expect(page.locator('.timeline li')).toHaveCount(2)
  await shot(page, '7-home-sent')
  const code = /CM-\d{4}-\d{6}/.exec((await page.locator('h1').textContent()) ?? '')![0]
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(code)

  const portal = await people.staff('dieuphoi')
  await portal.open(code, 'submitted')
  await expect(portal.case.getByText(words)).toBeVisible()
  await expect(portal.case.getByRole('img', { name: /hình 1/ })).toBeVisible()

  // The link of the page opens the same report where a script runs, and only there is it acted on.
  const link = await page.locator('a.button').getAttribute('href')
  const phone = await people.citizen()
  await phone.goto(link!)
  await expect(phone.getByText(words)).toBeVisible()
  await expect(phone.getByText(vi('citizen.withdraw.title'))).toBeVisible()

  const stranger = await plain(people)
  const answer = await stranger.goto(page.url())
  expect(answer?.status()).toBe(404)
})

test('the form of its own sends without script', async ({ people }) => {
  const page = await plain(people)
  await page.goto('/gui')
  await page.locator('input[name="photo"]').setInputFiles(k_pothole)
  await page.locator('input[name="tile"][value="waste"]').check()
  await page.locator('#commune').selectOption({ label: 'Phường Tân Thành' })
  await shot(page, '7-form')
  await page.locator('button.main').click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/CM-\d{4}-\d{6}/)
  await shot(page, '7-form-sent')
})
