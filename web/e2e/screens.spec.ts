// Every screen of the three faces and every page the server writes, on a phone and on a desk, in
// light and in dark: no violation of WCAG 2.2 AA that axe can find, and nothing scrolls sideways.
import type { BrowserContext } from '@playwright/test'
import { check } from './axe'
import { Desk } from './desk'
import { expect, k_desk, k_phone, k_pothole, test, type People } from './fixtures'
import { arrived, choose, look, send, write } from './phone'
import { k_password } from './server'
import { vi } from './texts'

const k_sizes = { phone: k_phone, desk: k_desk }
const k_schemes = ['light', 'dark'] as const

interface Look {
  people: People
  open: () => Promise<BrowserContext>
  name: (screen: string) => string
}

async function citizenScreens({ open, name }: Look): Promise<void> {
  const page = await (await open()).newPage()
  await page.goto('/')
  await expect(page.getByText(vi('citizen.home.how'))).toBeVisible()
  await check(page, name('home'))
  await page.goto('/theo-doi')
  await expect(page.getByText(vi('citizen.follow.empty'))).toBeVisible()
  await check(page, name('follow-empty'))
  await page.goto('/bao-tin')
  await expect(page.locator('#tile-first')).toBeAttached()
  await page.getByRole('button', { name: vi('citizen.report.send') }).click({ force: true })
  await expect(page.getByText(vi('citizen.missing.tile')).first()).toBeVisible()
  await check(page, name('report-missing'))
  await page.locator('#place-edit').click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.waitForTimeout(600)
  await check(page, name('place'))
  await page.keyboard.press('Escape')
  await expect(page.locator('dialog')).toHaveCount(0)
  await page.locator('input[type="file"][multiple]').setInputFiles(k_pothole)
  await expect(page.getByText('Phường Tân Thành')).toBeVisible()
  await choose(page, 'fire')
  await page.locator('#text').fill('Có đơn khiếu nại về thủ tục, nhờ xem giúp.')
  await page.locator('#phone').fill('0900000000')
  await check(page, name('report'))
  await send(page)
  await arrived(page)
  await check(page, name('sent'))
  await page.getByRole('link', { name: vi('citizen.sent.follow') }).click()
  await expect(page.getByRole('heading', { name: vi('citizen.detail.timeline') })).toBeVisible()
  await check(page, name('detail'))
  await page.goto('/theo-doi')
  await expect(page.locator('a.card')).toBeVisible()
  await check(page, name('follow'))
  await page.goto('/tien-ich')
  await expect(page.getByText(vi('citizen.services.emergency')).first()).toBeVisible()
  await check(page, name('services'))
  for (const [path, screen] of [
    ['/huong-dan', 'help'],
    ['/to-cong-nghe-so', 'teams'],
  ] as const) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible()
    await check(page, name(screen))
  }
  await page.goto('/theo-doi')
  await page.getByRole('combobox').selectOption({ label: 'Phường Tân Thành' })
  await expect(page.locator('a[href^="/phan-anh?area"]')).toBeVisible()
  await check(page, name('area'))
  await page.goto('/ban-do')
  await expect(page.locator('.leaflet-container')).toBeVisible()
  await page.waitForTimeout(600)
  await check(page, name('map'))
}

async function serverPages({ open, name }: Look): Promise<void> {
  const page = await (await open()).newPage()
  await page.goto('/phan-anh')
  await check(page, name('feed'))
  await page.goto('/co-quan')
  await check(page, name('agencies'))
  await page.locator('table a').first().click()
  await expect(page.locator('.figures')).toBeVisible()
  await check(page, name('agency'))
  await page.goto('/phan-anh')
  await page.locator('.cards a').first().click()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await check(page, name('public'))
  await page.goto('/gui')
  await check(page, name('form'))
  await page.locator('input[name="tile"][value="waste"]').check()
  await page.locator('#commune').selectOption({ label: 'Phường Tân Thành' })
  await page.locator('#text').fill('Rác đầy hai bên cầu.')
  await page.locator('button.main').click()
  await expect(page.getByRole('heading', { name: vi('page.can.title') })).toBeVisible()
  await check(page, name('follow-plain'))
  await page.goto('/pa/CM-2020-999999')
  await check(page, name('unknown'))
}

async function deskScreens({ open, name }: Look): Promise<void> {
  const page = await (await open()).newPage()
  await page.goto('/can-bo')
  await expect(page.getByRole('button', { name: vi('desk.sign_in.go'), exact: true })).toBeVisible()
  await check(page, name('sign-in'))
  const signIn = async (username: string) => {
    await page.getByLabel(vi('desk.sign_in.username')).fill(username)
    await page.getByLabel(vi('desk.sign_in.password')).fill(k_password)
    await page.getByRole('button', { name: vi('desk.sign_in.go'), exact: true }).click()
    await expect(page.getByRole('navigation').first()).toBeVisible()
  }
  await signIn('dieuphoi')
  await page.goto('/can-bo#/sent')
  await expect(page.locator('a[data-report]').first()).toBeVisible()
  await check(page, name('queue'))
  await page.locator('#queue-search').fill('không có gì như vậy')
  await expect(page.getByText(vi('staff.queue.not_found'))).toBeVisible()
  await check(page, name('queue-none'))
  await page.getByRole('button', { name: vi('staff.search.everywhere') }).click()
  await expect(page).toHaveURL(/#\/all$/)
  await page.getByRole('button', { name: vi('staff.queue.clear') }).click()
  await expect(page.locator('a[data-report]').first()).toBeVisible()
  await check(page, name('search'))
  await page.goto('/can-bo#/sent')
  await page.locator('a[data-report]').first().click()
  await expect(page.locator('article')).toBeVisible()
  await page.waitForTimeout(400)
  await check(page, name('case'))
  await page.locator('[data-action="note"]').click()
  await expect(page.getByRole('form')).toBeVisible()
  await check(page, name('case-form'))
  await page.goto('/lanh-dao')
  await expect(page.getByRole('main')).toBeVisible()
  await page.waitForTimeout(1200)
  await check(page, name('board'))
  // A median says which lists it is taken from, and opens them.
  await page.locator('a[href^="#/spread:answer"]').first().click()
  await expect(page.getByText(vi('leader.list.spread_note'))).toBeVisible()
  await expect(page.getByRole('dialog').getByRole('heading', { level: 3 })).toHaveCount(2)
  await check(page, name('board-median'))
}

async function adminScreens({ open, name }: Look): Promise<void> {
  const page = await (await open()).newPage()
  await page.goto('/can-bo')
  await page.getByLabel(vi('desk.sign_in.username')).fill('quantri')
  await page.getByLabel(vi('desk.sign_in.password')).fill(k_password)
  await page.getByRole('button', { name: vi('desk.sign_in.go'), exact: true }).click()
  await expect(page.getByText(vi('staff.admin.create'))).toBeVisible()
  await check(page, name('accounts'))
}

/** The portal asks the sender for leave to call, and gets it. */
async function callScreens({ open, name }: Look): Promise<void> {
  const sender = await (await open()).newPage()
  await write(sender, 'roads', 'Nắp cống trước nhà bị mất.')
  await sender.locator('#phone').fill('0900000000')
  await send(sender)
  const sent = await arrived(sender)
  const desk = new Desk(await (await open()).newPage())
  await desk.signIn('dieuphoi')
  await desk.open(sent.code, 'submitted')
  const ask = desk.case.getByRole('button', { name: vi('staff.action.ask_contact') })
  await ask.click()
  const form = desk.form('ask_contact')
  await expect(form).toBeVisible()
  await check(desk.page, name('call-form'))
  await desk.field(form, 'contact_reason').fill('Cần hỏi nắp cống nằm bên nào của đường.')
  await desk.finish('ask_contact')
  await check(desk.page, name('call-asked'))
  await look(sender, sent)
  const allow = sender.getByRole('button', { name: vi('citizen.contact.allow') })
  await expect(allow).toBeVisible()
  await check(sender, name('call-question'))
  await allow.click()
  await expect(allow).toBeHidden()
  await check(sender, name('call-allowed'))
  await expect(desk.case.getByText(vi('staff.contact.may_call'))).toBeVisible()
  await check(desk.page, name('call-may'))
}

const k_parts = {
  citizen: citizenScreens,
  pages: serverPages,
  desk: deskScreens,
  admin: adminScreens,
  call: callScreens,
}
for (const [part, visit] of Object.entries(k_parts))
  for (const [size, viewport] of Object.entries(k_sizes))
    for (const colorScheme of k_schemes)
      test(`${part} on a ${size}, ${colorScheme}`, async ({ people }) => {
        const open = () => people.browserOf({ viewport, colorScheme })
        await visit({ people, open, name: (screen) => `${screen}-${size}-${colorScheme}` })
      })
