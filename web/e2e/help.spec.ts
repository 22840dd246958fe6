// Help without network, larger text and strong contrast that stay, and a poster for each commune
// that fits on one A4 page.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { check, checkBoth } from './axe'
import { expect, k_desk, k_phone, test } from './fixtures'
import { withWorker } from './phone'
import { vi } from './texts'

const k_narrow = { width: 320, height: 568 }

test('help is there without network, and the look that was chosen stays', async ({ people }) => {
  const citizen = await people.citizen()
  await withWorker(citizen)
  await citizen.getByRole('link', { name: vi('citizen.help.title') }).click()
  await expect(citizen.getByRole('heading', { name: vi('citizen.help.here') })).toBeVisible()
  await checkBoth(citizen, 'help')
  await citizen.context().setOffline(true)
  await citizen.reload()
  await expect(citizen.getByRole('link', { name: '114' })).toBeVisible()
  await citizen.context().setOffline(false)

  for (const look of ['large', 'contrast'])
    await citizen.getByLabel(vi(`citizen.help.look_${look}`)).check()
  const size = () =>
    citizen.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize))
  expect(await size()).toBeGreaterThan(20)
  for (const path of ['/huong-dan', '/', '/bao-tin?moi', '/theo-doi', '/ban-do']) {
    await citizen.goto(path)
    await expect(citizen.locator('h1')).toBeVisible()
    await citizen.waitForTimeout(400)
    expect(await size()).toBeGreaterThan(20)
    await check(citizen, `look-${path.replace(/\W/g, '') || 'home'}`)
  }
  await citizen.goto('/huong-dan')
  await citizen.getByLabel(vi('citizen.help.look_contrast')).uncheck()
  await citizen.reload()
  await expect(citizen.getByLabel(vi('citizen.help.look_large'))).toBeChecked()
  await expect(citizen.getByLabel(vi('citizen.help.look_contrast'))).not.toBeChecked()
})

test('a poster for a commune is one page of A4 and leads there', async ({ people }) => {
  const context = await people.browserOf({ viewport: k_desk })
  const page = await context.newPage()
  await page.goto('/to-cong-nghe-so')
  await page.getByLabel(vi('citizen.teams.commune')).selectOption({ label: 'Phường Tân Thành' })
  const poster = page.getByRole('region', { name: vi('citizen.teams.poster') })
  await expect(poster).toContainText('Phường Tân Thành')
  await checkBoth(page, 'teams')
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true })
  const folder = process.env.CAMAUG_SHOTS
  if (folder) writeFileSync(join(folder, 'poster.pdf'), pdf)
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1)
  await page.goto('/bao-tin?moi&noi=2025-32025')
  await expect(page.getByText('Phường Tân Thành').first()).toBeVisible()
})

for (const [name, viewport, text] of [
  ['320 px', k_narrow, 100],
  ['200 % text', k_phone, 200],
] as const)
  test(`every screen fits ${name}`, async ({ people }) => {
    const citizen = await people.citizen({ viewport })
    if (text !== 100)
      await citizen.addInitScript((percent) => {
        addEventListener('DOMContentLoaded', () => {
          document.documentElement.style.fontSize = `${percent}%`
        })
      }, text)
    for (const path of [
      '/',
      '/bao-tin?moi',
      '/theo-doi',
      '/ban-do',
      '/tien-ich',
      '/huong-dan',
      '/to-cong-nghe-so',
      '/phan-anh',
      '/co-quan',
      '/gui',
    ]) {
      await citizen.goto(path)
      await expect(citizen.locator('h1').first()).toBeVisible()
      await citizen.waitForTimeout(400)
      await check(citizen, `fit-${text}-${path.replace(/\W/g, '') || 'home'}`)
    }
  })
