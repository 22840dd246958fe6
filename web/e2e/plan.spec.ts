// Journey 6: a plan with a promised day, the repair, the final answer, a low rating, and one asking
// to look at it again.
import { expect, k_after, k_phone, shot, test } from './fixtures'
import { look, report } from './phone'
import { vi } from './texts'

const k_day_ms = 86_400_000
/** A day of the province, some days from now, as a date field takes it. */
const day = (after: number): string =>
  new Date(Date.now() + after * k_day_ms + 7 * 3_600_000).toISOString().slice(0, 10)

test('a plan, the repair, the final answer, and a reopening', async ({ people, server }) => {
  const citizen = await people.citizen()
  const sent = await report(citizen, 'roads', 'Lộ đal sụp một đoạn dài, xe ba gác không qua được.')

  const portal = await people.staff('dieuphoi')
  await portal.open(sent.code, 'submitted')
  const dispatch = await portal.start('dispatch')
  await portal.chooseAgency(dispatch, 'lead', 'tan thanh', 'UBND phường Tân Thành')
  await portal.finish('dispatch')

  const officer = await people.staff('canbo.phuong', k_phone)
  await officer.open(sent.code, 'unassigned')
  await officer.button('accept').click()
  await officer.done('accept')
  const plan = await officer.start('answer')
  await plan.getByRole('radio', { name: vi('staff.answer.plan') }).check()
  await officer.field(plan, 'plan_what').fill('Đổ bê tông lại đoạn lộ bị sụp.')
  await officer.field(plan, 'plan_who').fill('UBND phường Tân Thành')
  await officer.field(plan, 'promised_on').fill(day(6))
  await shot(officer.page, '6-plan')
  await officer.finish('answer')

  await portal.expectState('answered')
  await portal.button('relay').click()
  await portal.done('relay')
  await portal.expectState('repairing')
  await look(citizen, sent)
  await expect(citizen.getByText(/^Đã có hướng xử lý, hẹn/).first()).toBeVisible()
  await expect(citizen.getByText(/sẽ làm xong$/).first()).toBeVisible()
  await shot(citizen, '6-promised')

  await server.advance(2 * k_day_ms)
  // Sessions have ended meanwhile.
  await officer.signIn('canbo.phuong')
  await officer.open(sent.code, 'repairing')
  const final = await officer.start('answer')
  await final.getByRole('radio', { name: vi('staff.answer.final') }).check()
  await officer.field(final, 'outcome').selectOption('fixed')
  await officer.field(final, 'answer_text').fill('Đã đổ bê tông xong, xe qua lại bình thường.')
  await officer.attach(final, k_after)
  await officer.finish('answer')
  await portal.signIn('dieuphoi')
  await portal.open(sent.code, 'answered')
  await portal.expectState('answered')
  await portal.button('relay').click()
  await portal.done('relay')
  await portal.expectState('resolved')

  await look(citizen, sent)
  await citizen.locator('input[name="score"][value="1"]').check({ force: true })
  await citizen.locator('#rate-reason').fill('Mới vá đã nứt lại.')
  await citizen.getByRole('button', { name: vi('citizen.rate.send') }).click()
  await expect(citizen.getByText(vi('citizen.rate.done'))).toBeVisible()
  await citizen.getByText(vi('citizen.reopen.title')).click()
  await citizen.getByLabel(vi('citizen.reopen.reason')).fill('Đoạn vừa làm nứt và sụp trở lại.')
  await shot(citizen, '6-reopen-form')
  await citizen.getByRole('button', { name: vi('citizen.reopen.send') }).click()
  await expect(citizen.getByText(vi('citizen.reopen.asked'))).toBeVisible()

  const second = await people.staff('dieuphoi2')
  await second.open(sent.code, 'reopen')
  await expect(second.case.getByText('Đoạn vừa làm nứt và sụp trở lại.')).toBeVisible()
  await shot(second.page, '6-reopen')
  await second.button('reopen').click()
  await second.done('reopen')
  await second.expectState('submitted')
  await look(citizen, sent)
  await expect(citizen.getByText(vi('citizen.state.submitted')).first()).toBeVisible()
  await shot(citizen, '6-reopened')
})
