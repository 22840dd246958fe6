// Journey 5: danger to life: the claim sounds at the portal, is confirmed, alarms the agency's
// leader, and is acknowledged by name with who goes and when.
import { expect, shot, test } from './fixtures'
import { arrived, look, send, write } from './phone'
import { vi } from './texts'

test('an urgent report is confirmed and acknowledged', async ({ people }) => {
  const portal = await people.staff('dieuphoi')
  const power = await people.staff('lanhdao.dien')
  const citizen = await people.citizen()
  await write(citizen, 'light', 'Dây điện đứt nằm trên đường, nước ngập, học sinh sắp tan trường.')
  await citizen.getByRole('checkbox', { name: vi('citizen.report.urgent') }).check()
  await expect(citizen.getByRole('link', { name: /114/ }).first()).toBeVisible()
  await shot(citizen, '5-form')
  await send(citizen)
  const sent = await arrived(citizen)

  const alarm = portal.page.getByRole('alert').filter({ hasText: vi('staff.urgent.claimed') })
  await expect(alarm).toBeVisible()
  await shot(portal.page, '5-claimed')
  await alarm.getByRole('button', { name: vi('staff.urgent.open') }).click()
  await expect(portal.case.getByText(sent.code, { exact: true }).first()).toBeVisible()
  await portal.act('set_urgent')
  const dispatch = await portal.start('dispatch')
  await portal.chooseAgency(dispatch, 'lead', 'dien luc', 'Công ty Điện lực Cà Mau')
  await portal.finish('dispatch')
  await shot(portal.page, '5-dispatched')

  const call = power.page.getByRole('alert').filter({ hasText: vi('staff.urgent.confirmed') })
  await expect(call).toBeVisible()
  await shot(power.page, '5-alarm')
  await call.getByRole('button', { name: vi('staff.urgent.open') }).click()
  await power.act('acknowledge', { who_goes: 'Đội sửa chữa lưới điện số 2', arrives_at: '23:50' })
  await expect(call).toBeHidden()
  await expect(power.case.getByText('Đội sửa chữa lưới điện số 2').first()).toBeVisible()
  await shot(power.page, '5-acknowledged')

  await expect(portal.case.getByText(/đã nhận tin khẩn\. Người đi: Đội sửa chữa/)).toBeVisible()
  await expect(portal.page.getByRole('alert').filter({ hasText: sent.code })).toHaveCount(0)
  await look(citizen, sent)
  await expect(citizen.getByText(/đã nhận tin khẩn và cử người đi/)).toBeVisible()
  await shot(citizen, '5-citizen')
})

test('an unacknowledged alarm climbs', async ({ people, server }) => {
  const citizen = await people.citizen()
  await write(citizen, 'light', 'Trụ điện gãy đè lên nhà dân.')
  await citizen.getByRole('checkbox', { name: vi('citizen.report.urgent') }).check()
  await send(citizen)
  const sent = await arrived(citizen)
  const portal = await people.staff('dieuphoi')
  await portal.open(sent.code, 'urgent')
  await portal.act('set_urgent')
  const before = server.logged('notice.coordinators.unacknowledged')
  await server.advance(35 * 60_000)
  await expect
    .poll(() => server.logged('notice.coordinators.unacknowledged'), { timeout: 30_000 })
    .toBeGreaterThan(before)
})
