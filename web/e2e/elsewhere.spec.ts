// Journey 3: matters that have their own place: said before sending, never blocked, answered with
// guidance, or handed over with the sender's consent.
import { expect, shot, test } from './fixtures'
import { arrived, look, report, send, write } from './phone'
import { vi } from './texts'

test('a matter of papers gets guidance, before and after sending', async ({ people }) => {
  const citizen = await people.citizen()
  const text = 'Hồ sơ cấp sổ đỏ nộp đã ba tháng chưa thấy trả.'
  await write(citizen, 'other', text)
  const card = citizen.getByRole('alert').filter({ hasText: vi('citizen.scope.why') })
  await expect(card).toContainText(vi('citizen.scope.administrative_procedure'))
  await expect(card).toContainText('dichvucong.gov.vn')
  await card.scrollIntoViewIfNeeded()
  await shot(citizen, '3-scope')
  await card.getByRole('button', { name: vi('citizen.scope.override') }).click()
  await expect(card).toBeHidden()
  await expect(citizen.locator('#text')).toHaveValue(text)
  await send(citizen)
  const sent = await arrived(citizen)

  const portal = await people.staff('dieuphoi')
  await portal.open(sent.code, 'scope_override')
  const refuse = await portal.start('refuse')
  await refuse.getByRole('radio', { name: vi('staff.refuse.administrative_procedure') }).check()
  await expect(portal.field(refuse, 'words_to_reporter')).toHaveValue(/dichvucong\.gov\.vn/)
  await shot(portal.page, '3-refuse')
  await portal.finish('refuse')
  await portal.expectState('refused')

  await look(citizen, sent)
  await expect(citizen.getByText(vi('citizen.state.refused')).first()).toBeVisible()
  await expect(citizen.getByText(/Bạn gửi tới đó để được giải quyết/).first()).toBeVisible()
  await expect(citizen.getByText('từ chối')).toHaveCount(0)
  await shot(citizen, '3-refused')
  await citizen.getByRole('link', { name: vi('citizen.scope.where') }).click()
  await expect(citizen).toHaveURL(/\/tien-ich#administrative_procedure$/)
  await expect(citizen.getByText('dichvucong.gov.vn').first()).toBeVisible()
  await shot(citizen, '3-place')
})

test('a complaint is handed over with consent', async ({ people }) => {
  const citizen = await people.citizen()
  const sent = await report(citizen, 'other', 'Tôi không đồng ý mức bồi thường, nhờ xem giúp.')

  const portal = await people.staff('dieuphoi')
  await portal.open(sent.code, 'submitted')
  const form = await portal.start('hand_over')
  await form.getByRole('radio', { name: vi('staff.refuse.complaint') }).check()
  await expect(portal.field(form, 'hand_over_to')).not.toHaveValue('')
  await form.getByRole('button', { name: vi('staff.action.hand_over'), exact: true }).click()
  await expect(form.getByRole('alert').first()).toBeVisible()
  await shot(portal.page, '3-no-consent')
  await form.getByRole('checkbox', { name: vi('staff.form.hand_over_consent') }).check()
  await portal.finish('hand_over')
  await portal.expectState('handed_over')

  await look(citizen, sent)
  await expect(citizen.getByText(vi('citizen.state.handed_over')).first()).toBeVisible()
  await shot(citizen, '3-handed-over')
})
