// What goes wrong on a phone and at a desk, each with its words and nothing lost: no room to keep
// anything, a server that is away, a clock that is wrong, a session that has ended.
import { check } from './axe'
import { expect, k_phone, k_pothole, test } from './fixtures'
import { arrived, choose, send, write, withWorker } from './phone'
import { Proxy } from './proxy'
import { k_password } from './server'
import { vi } from './texts'

test('a phone without room keeps the words, and sends from the open page', async ({ people }) => {
  const citizen = await people.citizen({ serviceWorkers: 'block' })
  // First no room for photos and what waits to be sent, then for nothing at all.
  await citizen.addInitScript(() => {
    const put = IDBObjectStore.prototype.put
    IDBObjectStore.prototype.put = function (value: { files?: unknown[] }, ...key) {
      if (this.name === 'outbox' || (this.name === 'drafts' && value.files?.length))
        throw new DOMException('no room', 'QuotaExceededError')
      return put.call(this, value, ...key)
    }
  })
  await write(citizen, 'roads', 'Nắp cống bể trước cổng trường.')
  await expect(citizen.getByText(vi('citizen.report.full'))).toBeVisible()
  await check(citizen, 'trouble-full')
  await expect(citizen).toHaveURL(/\/bao-tin\?d=/)
  await citizen.reload()
  await expect(citizen.locator('#text')).toHaveValue('Nắp cống bể trước cổng trường.')
  await citizen.locator('input[type="file"][multiple]').setInputFiles(k_pothole)
  let held: () => void = () => undefined
  const gate = new Promise<void>((open) => (held = open))
  await citizen.route('**/api/v1/reports', async (route) => {
    await gate
    await route.continue()
  })
  await send(citizen)
  await expect(citizen.getByText(vi('citizen.net.unkept'))).toBeVisible()
  await check(citizen, 'trouble-unkept')
  held()
  await arrived(citizen)
  await expect(citizen.getByText(vi('citizen.net.unkept'))).toBeHidden()
  // The way to it stays, and what was sent is no draft any more.
  await citizen.goto('/theo-doi')
  await expect(citizen.locator('a.card')).toHaveCount(1)
  await expect(citizen.getByText(vi('citizen.state.submitted'))).toBeVisible()
  await expect(citizen.getByText(vi('citizen.follow.first'))).toBeHidden()
})

test('a server that is away gets the report when it is back', async ({ people, server }) => {
  const proxy = await new Proxy(server.url, {}).start()
  const citizen = await people.citizen({ baseURL: proxy.url })
  await withWorker(citizen)
  proxy.setAway(true)
  await citizen.goto('/bao-tin')
  await citizen.locator('input[type="file"][multiple]').setInputFiles(k_pothole)
  await choose(citizen, 'waste')
  await citizen.locator('#text').fill('Rác tràn ra lòng đường.')
  await send(citizen)
  await expect(citizen.getByRole('heading', { name: vi('citizen.sent.kept') })).toBeVisible()
  const words = vi('citizen.waiting.unreachable', '').split('.')[0]!
  await expect(citizen.getByText(words)).toBeVisible()
  await check(citizen, 'trouble-away')
  proxy.setAway(false)
  await citizen.goto('/theo-doi')
  await citizen.getByRole('button', { name: vi('citizen.follow.send_now') }).click()
  await expect(citizen.getByText(vi('citizen.state.submitted'))).toBeVisible()
  await proxy.stop()
})

test('a wrong clock is said, and deadlines follow the server', async ({ people }) => {
  const right = await people.citizen()
  const wrong = await people.citizen()
  await wrong.addInitScript(() => {
    const now = Date.now
    Date.now = () => now() + 26 * 3_600_000
  })
  await wrong.goto('/')
  await expect(wrong.getByText(vi('citizen.net.clock'))).toBeVisible()
  await check(wrong, 'trouble-clock')
  for (const page of [right, wrong]) {
    await write(page, 'roads', 'Mặt đường lún thành rãnh.')
    await send(page)
    await arrived(page)
  }
  // Made a moment apart under one rule: what is left is the same up to a minute.
  const left = async (page: typeof right) =>
    (await page
      .getByText(/^Còn \d+ (giờ|phút)/)
      .first()
      .textContent()) ?? ''
  const hours = (text: string) => /(\d+) giờ/.exec(text)?.[1] ?? '0'
  const minutes = (text: string) =>
    Number(hours(text)) * 60 + Number(/(\d+) phút/.exec(text)?.[1] ?? 0)
  expect(Math.abs(minutes(await left(right)) - minutes(await left(wrong)))).toBeLessThan(3)
})

for (const viewport of [k_phone, undefined])
  test(`a session that ended keeps what was written, ${viewport ? 'phone' : 'desk'}`, async ({
    people,
    server,
  }) => {
    const citizen = await people.citizen()
    await write(citizen, 'roads', 'Cột đèn nghiêng.')
    await send(citizen)
    const sent = await arrived(citizen)
    const portal = await people.staff('dieuphoi', viewport)
    await portal.open(sent.code, 'submitted')
    const form = await portal.start('note')
    const words = 'Đã gọi hai lần, chưa ai bắt máy.'
    await portal.field(form, 'note').fill(words)
    await server.advance(31 * 24 * 3_600_000)
    await form.getByRole('button', { name: vi('staff.action.note'), exact: true }).click()
    await expect(portal.page.getByText(vi('desk.expired.title'))).toBeVisible()
    await expect(portal.page.getByText(vi('desk.expired.kept'))).toBeVisible()
    await check(portal.page, `trouble-session-${viewport ? 'phone' : 'desk'}`)
    await portal.page.getByLabel(vi('desk.sign_in.password')).fill(k_password)
    await portal.page.getByRole('button', { name: vi('desk.sign_in.go'), exact: true }).click()
    await expect(portal.page.getByText(vi('desk.expired.title'))).toBeHidden()
    await expect(portal.field(form, 'note')).toHaveValue(words)
    await portal.finish('note')
  })
