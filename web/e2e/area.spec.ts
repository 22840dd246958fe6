// Following a commune on the phone: its published reports, and which came since the last look.
import { checkBoth } from './axe'
import { expect, test } from './fixtures'
import { report } from './phone'
import { vi } from './texts'

test('a commune is followed on the phone alone', async ({ people }) => {
  const neighbour = await people.citizen()
  const citizen = await people.citizen()
  await citizen.goto('/theo-doi')
  const mine = citizen.getByRole('region', { name: vi('citizen.area.title') })
  await mine.getByRole('combobox').selectOption({ label: 'Phường Tân Thành' })
  const here = citizen.getByRole('region', { name: vi('citizen.area.in', 'Phường Tân Thành') })
  await expect(here).toBeVisible()
  await citizen.waitForTimeout(500)

  const words = 'Vỉa hè sụt một hố lớn.'
  const sent = await report(neighbour, 'roads', words)
  const portal = await people.staff('dieuphoi')
  await portal.open(sent.code, 'submitted')
  await portal.start('publish')
  await portal.finish('publish')

  await citizen.reload()
  await expect(here.getByRole('heading')).toContainText(vi('citizen.area.new', 1))
  const row = here.locator('li').filter({ hasText: words })
  await expect(row).toContainText(vi('citizen.area.is_new'))
  await here.scrollIntoViewIfNeeded()
  await checkBoth(citizen, 'area')
  await citizen.reload()
  await expect(row).toBeVisible()
  await expect(row).not.toContainText(vi('citizen.area.is_new'))
  await here.getByRole('link', { name: vi('citizen.area.all') }).click()
  await expect(citizen.getByText(words)).toBeVisible()

  await citizen.goto('/theo-doi')
  await here.getByRole('combobox').selectOption('')
  await expect(mine).toBeVisible()
  await citizen.reload()
  await expect(mine.locator('li')).toHaveCount(0)
})
