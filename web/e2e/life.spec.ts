// Journey 1: from a photo on a phone through the portal, the agency and the officer to the
// published answer and the citizen's rating.
import { readFileSync } from 'node:fs'
import { readExif } from '../citizen/exif'
import { expect, k_after, k_phone, k_pothole, shot, test } from './fixtures'
import { arrived, look, send, write } from './phone'
import { vi } from './texts'

test('a report travels from a phone to the published answer and its rating', async ({ people }) => {
  const citizen = await people.citizen()
  const text = 'Ổ gà lớn giữa đường, mưa xuống không thấy, hai xe máy đã té.'
  await citizen.goto('/')
  await shot(citizen, '1-home')
  await write(citizen, 'roads', text)
  await shot(citizen, '1-form')
  await send(citizen)
  const sent = await arrived(citizen)
  await expect(citizen.getByText(/^Chậm nhất .+ sẽ chuyển cơ quan xử lý$/)).toBeVisible()
  await expect(citizen.getByRole('img', { name: vi('citizen.link.qr') })).toBeVisible()
  await shot(citizen, '1-sent')

  const portal = await people.staff('dieuphoi')
  await portal.open(sent.code, 'submitted')
  await expect(portal.case.getByText(text)).toBeVisible()
  await expect(portal.case.getByRole('img', { name: /hình 1/ })).toBeVisible()
  // The phone made the photo small; when and where it was taken came along.
  const taken = readExif(new Uint8Array(readFileSync(k_pothole)).buffer)
  const kept = await (await portal.page.request.get(`/api/v1/reports/${sent.id}`)).json()
  expect(kept.media).toHaveLength(1)
  expect(kept.media[0]).toMatchObject({
    taken_at: taken.taken_at,
    lat7: taken.lat7,
    lon7: taken.lon7,
  })
  const classify = await portal.start('reclassify')
  await portal.field(classify, 'sub_field').selectOption('road')
  await portal.finish('reclassify')
  await expect(portal.case.getByText(vi('staff.suggestion.title'))).toContainText('Tân Thành')
  await shot(portal.page, '1-suggestion')
  await portal.page.getByRole('button', { name: vi('staff.suggestion.send') }).click()
  await portal.done('dispatch')
  await portal.expectState('dispatched')

  const leader = await people.staff('lanhdao.phuong')
  await leader.open(sent.code, 'unassigned')
  const assign = await leader.start('assign')
  await leader.field(assign, 'officer').selectOption({ index: 1 })
  await leader.finish('assign')
  await leader.expectState('in_progress')
  await shot(leader.page, '1-assigned')

  const officer = await people.staff('canbo.phuong', k_phone)
  await shot(officer.page, '1-officer-queue')
  await officer.open(sent.code, 'mine')
  await shot(officer.page, '1-officer-case')
  const answer = await officer.start('answer')
  await officer.field(answer, 'outcome').selectOption('fixed')
  await officer
    .field(answer, 'answer_text')
    .fill('Đã vá ổ gà bằng bê tông nhựa, đường đi lại bình thường.')
  await officer.attach(answer, k_after)
  await shot(officer.page, '1-officer-answer')
  await officer.finish('answer')
  await officer.expectState('answered')

  await expect(portal.case.locator('header').getByText(vi('staff.state.answered'))).toBeVisible()
  await shot(portal.page, '1-answered')
  const publish = await portal.start('publish')
  for (const box of await publish.getByRole('checkbox').all()) await box.check()
  await shot(portal.page, '1-publish')
  await portal.finish('publish')
  await portal.button('relay').click()
  await portal.done('relay')
  await portal.expectState('resolved')

  const stranger = await people.citizen({ javaScriptEnabled: false })
  await stranger.goto(`/pa/${sent.code}`)
  await expect(stranger.getByRole('heading', { level: 1 })).toContainText('Phường Tân Thành')
  await expect(stranger.getByText(text)).toBeVisible()
  await expect(stranger.getByText('Đã vá ổ gà')).toBeVisible()
  await expect(stranger.locator('figure img')).toHaveCount(2)
  await shot(stranger, '1-public')

  await look(citizen, sent)
  await expect(citizen.getByText('Đã vá ổ gà')).toBeVisible()
  await shot(citizen, '1-result')
  await citizen.locator('input[name="score"][value="5"]').check({ force: true })
  await shot(citizen, '1-rating')
  await citizen.getByRole('button', { name: vi('citizen.rate.send') }).click()
  await expect(citizen.getByText(vi('citizen.rate.done'))).toBeVisible()
  await shot(citizen, '1-rated')
  await expect(portal.case.getByText(vi('staff.result.good'))).toBeVisible()

  // The closed case is found again without a search: a place of its own, narrowed by state.
  const closed = portal.page
  await closed.getByRole('link', { name: vi('staff.nav.search'), exact: true }).click()
  await closed.getByRole('link', { name: vi('staff.list.closed'), exact: true }).click()
  await expect(closed).toHaveURL(/#\/closed$/)
  await expect(portal.row(sent.code)).toBeVisible()
  await closed.getByLabel(vi('staff.search.state')).selectOption('withdrawn')
  await expect(portal.row(sent.code)).toBeHidden()
  await closed.getByLabel(vi('staff.search.state')).selectOption('resolved')
  await expect(portal.row(sent.code)).toBeVisible()
})
