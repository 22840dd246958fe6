// Journey 7: what others have reported close by is shown before sending, and joined with one tap;
// the common result is rated by each, and spoken against when it does not hold.
import { check, checkBoth } from './axe'
import { expect, k_after, k_phone, k_pothole, shot, test } from './fixtures'
import { arrived, look, report, write } from './phone'
import { vi } from './texts'

test('a second witness joins with one tap, rates, and says that it is still there', async ({
  people,
}) => {
  const first = await people.citizen()
  const words = 'Ổ gà sâu ngay khúc cua, đêm chạy xe không thấy.'
  const sent = await report(first, 'roads', words)
  const portal = await people.staff('dieuphoi')
  await portal.open(sent.code, 'submitted')
  const publish = await portal.start('publish')
  for (const box of await publish.getByRole('checkbox').all()) await box.check()
  await portal.finish('publish')

  const second = await people.citizen()
  await write(second, 'roads', 'Tôi cũng suýt té.')
  const near = second.getByRole('listitem').filter({ hasText: words })
  await expect(near).toBeVisible()
  await near.scrollIntoViewIfNeeded()
  await checkBoth(second, '7-near')
  await near.getByRole('button', { name: vi('citizen.near.join') }).click()
  const joined = await arrived(second)
  expect(joined.code).not.toBe(sent.code)
  await expect(second.getByText(vi('citizen.sent.joined'))).toBeVisible()
  await shot(second, '7-sent')
  await look(second, joined)
  await expect(second.getByText(vi('citizen.joins.title'))).toBeVisible()
  await checkBoth(second, '7-joined')

  await look(first, sent)
  await expect(first.getByText(vi('citizen.joins.people', 2))).toBeVisible()

  const dispatch = await portal.start('dispatch')
  await portal.chooseAgency(dispatch, 'lead', 'tan thanh', 'UBND phường Tân Thành')
  await portal.finish('dispatch')
  const officer = await people.staff('canbo.phuong')
  await officer.open(sent.code, 'unassigned')
  await officer.button('accept').click()
  await officer.done('accept')
  const answer = await officer.start('answer')
  await officer.field(answer, 'outcome').selectOption('fixed')
  await officer.field(answer, 'answer_text').fill('Đã vá ổ gà bằng bê tông nhựa.')
  await officer.attach(answer, k_after)
  await officer.finish('answer')
  await portal.button('relay').click()
  await portal.done('relay')

  await look(second, joined)
  await expect(second.getByText(vi('citizen.outcome.fixed')).first()).toBeVisible()
  await second.locator('input[name="score"][value="1"]').check({ force: true })
  await second.getByRole('button', { name: vi('citizen.rate.send') }).click()
  await expect(second.getByText(vi('citizen.rate.done'))).toBeVisible()
  await second.getByText(vi('citizen.still.title')).click()
  const still = second.locator('form').filter({ hasText: vi('citizen.still.label') })
  await still.locator('input[type="file"][multiple]').setInputFiles(k_pothole)
  await expect(still.getByRole('img', { name: vi('citizen.photos.photo', 1) })).toBeVisible()
  await checkBoth(second, '7-still')
  await still.getByRole('button', { name: vi('citizen.still.send') }).click()
  await expect(second.getByText('Người gửi báo chỗ này vẫn còn')).toBeVisible()
  await checkBoth(second, '7-said')
  await portal.open(sent.code, 'reopen')
  await expect(portal.button('reopen')).toBeVisible()
  const witness = portal.case.getByRole('listitem').filter({ hasText: joined.code })
  await expect(witness.getByText(vi('staff.joiners.still'))).toBeVisible()
  await shot(portal.page, '7-reopen')
})

test('a public report is joined from its own page, with and without script', async ({ people }) => {
  const first = await people.citizen()
  const words = 'Cầu gỗ gãy lan can, trẻ đi học ngang đây.'
  const sent = await report(first, 'roads', words)
  const portal = await people.staff('dieuphoi')
  await portal.open(sent.code, 'submitted')
  await portal.start('publish')
  await portal.finish('publish')

  const second = await people.citizen()
  await second.goto(`/pa/${sent.code}`)
  await check(second, 'join-page')
  await second.getByRole('link', { name: vi('page.join'), exact: true }).click()
  const card = second.getByRole('region', { name: vi('citizen.join.title', sent.code) })
  await expect(card).toContainText(words)
  await checkBoth(second, 'join-code')
  await card.getByRole('button', { name: vi('citizen.near.join') }).click()
  await arrived(second)
  await expect(second.getByText(vi('citizen.sent.joined'))).toBeVisible()

  const plain = await (
    await people.browserOf({ viewport: k_phone, javaScriptEnabled: false })
  ).newPage()
  await plain.goto(`/pa/${sent.code}`)
  await plain.getByRole('link', { name: vi('page.join_plain') }).click()
  await expect(plain.getByText(vi('page.form.joins', sent.code))).toBeVisible()
  await plain.locator('button.main').click()
  await expect(plain.locator('h1')).toContainText(/CM-\d{4}-\d{6}/)
  await look(first, sent)
  await expect(first.getByText(vi('citizen.joins.people', 3))).toBeVisible()
})
