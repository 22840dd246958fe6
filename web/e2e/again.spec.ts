// Journey 2: the wrong agency gives the report back, names the right one; it is dispatched again.
import { expect, shot, test } from './fixtures'
import { look, report } from './phone'
import { vi } from './texts'

test('a wrong agency gives back, and the right one gets it', async ({ people }) => {
  const citizen = await people.citizen()
  const sent = await report(citizen, 'roads', 'Nắp cống bể giữa hẻm, ban đêm rất khó thấy.')

  const portal = await people.staff('dieuphoi')
  await portal.open(sent.code, 'submitted')
  const wrong = await portal.start('dispatch')
  await portal.chooseAgency(wrong, 'lead', 'dien luc', 'Công ty Điện lực Cà Mau')
  await portal.finish('dispatch')
  await portal.expectState('dispatched')
  await shot(portal.page, '2-dispatched')

  const power = await people.staff('lanhdao.dien')
  await power.open(sent.code, 'unassigned')
  const back = await power.start('give_back')
  await power
    .field(back, 'give_back_reason')
    .fill('Nắp cống thuộc đường hẻm, không phải lưới điện.')
  await power.chooseAgency(back, 'believed', 'phuong tan thanh', 'UBND phường Tân Thành')
  await shot(power.page, '2-give-back')
  await back.getByRole('button', { name: vi('staff.action.give_back'), exact: true }).click()
  await expect(power.page.getByText(vi('staff.case.gone'))).toBeVisible()
  await expect(power.row(sent.code)).toContainText(vi('staff.tag.left'))
  await shot(power.page, '2-given-back')

  await portal.expectState('submitted')
  await expect(portal.case.getByText(/^Đã chuyển trả: .*Điện lực/)).toBeVisible()
  await expect(portal.case.getByText('Nắp cống thuộc đường hẻm').first()).toBeVisible()
  // What somebody else has since answered cannot be taken back.
  await expect(portal.page.locator('.undo')).toHaveCount(0)
  await shot(portal.page, '2-came-back')
  await portal.open(sent.code, 'given_back')
  const right = await portal.start('dispatch')
  await portal.chooseAgency(right, 'lead', 'tan thanh', 'UBND phường Tân Thành')
  await portal.finish('dispatch')
  await portal.expectState('dispatched')

  const ward = await people.staff('lanhdao.phuong')
  await ward.open(sent.code, 'unassigned')
  await ward.expectState('dispatched')

  await look(citizen, sent)
  await expect(citizen.getByText('Đã chuyển UBND phường Tân Thành').first()).toBeVisible()
  await expect(citizen.getByText('Nắp cống thuộc đường hẻm')).toHaveCount(0)
  await shot(citizen, '2-citizen')
})
