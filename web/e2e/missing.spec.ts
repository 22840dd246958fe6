// A photo whose file is no longer in the store: the words that say so stand in its place, for the
// officer, for the sender on a phone and on a page that runs no script.
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, k_phone, k_pothole, shot, test } from './fixtures'
import { vi } from './texts'

test('a photo that is gone says so', async ({ people, server }) => {
  const page = await (
    await people.browserOf({ viewport: k_phone, javaScriptEnabled: false })
  ).newPage()
  await page.goto('/gui')
  await page.locator('input[name="photo"]').setInputFiles(k_pothole)
  await page.locator('input[name="tile"][value="waste"]').check()
  await page.locator('#commune').selectOption({ label: 'Phường Tân Thành' })
  await page.locator('button.main').click()
  const title = await page.locator('h1').textContent()
  const code = /CM-\d{4}-\d{6}/.exec(title ?? '')![0]
  const link = await page.locator('a.button').getAttribute('href')
  await expect(page.locator('figure img')).toBeVisible()

  const media = join(server.data, 'media')
  for (const name of readdirSync(media)) {
    if (name.length === 2) rmSync(join(media, name), { recursive: true })
  }

  // Without a script the words come from the style sheet, over the broken picture.
  const stranger = await people.browserOf({
    viewport: k_phone,
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
  })
  const again = await stranger.newPage()
  await again.goto(page.url())
  const picture = again.locator('figure img')
  await expect(picture).toHaveAttribute('data-gone', vi('page.photo_gone'))
  const box = await picture.boundingBox()
  expect(box!.width).toBeGreaterThanOrEqual(200)
  expect(box!.height).toBeGreaterThanOrEqual(120)
  await shot(again, '8-gone-plain')

  const portal = await people.staff('dieuphoi')
  await portal.open(code, 'submitted')
  await expect(portal.case.getByText(vi('staff.photos.gone'))).toBeVisible()
  await shot(portal.page, '8-gone-staff')

  const phone = await people.citizen()
  await phone.goto(link!)
  await expect(phone.getByText(vi('citizen.photos.gone'))).toBeVisible()
  await shot(phone, '8-gone-phone')
})
