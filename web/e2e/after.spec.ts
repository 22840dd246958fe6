// After the result: the slip is checked on the phone, a second "not good enough" goes to the
// superior, then the right to complain is explained; data are taken along and erased.
import { readFileSync } from 'node:fs'
import { checkBoth } from './axe'
import { expect, test } from './fixtures'
import { look, report, send, arrived, write } from './phone'
import { vi } from './texts'

test('from the portal to the superior to the right to complain', async ({ people }) => {
  const citizen = await people.citizen()
  const sent = await report(citizen, 'roads', 'Lề đường sạt, chưa ai rào lại.')
  const portal = await people.staff('dieuphoi')
  await portal.open(sent.code, 'submitted')
  const form = await portal.start('refuse')
  await form.getByRole('radio', { name: vi('staff.refuse.unusable') }).check()
  await portal.finish('refuse')

  await look(citizen, sent)
  await citizen.getByText(vi('citizen.reopen.title')).click()
  await citizen.getByLabel(vi('citizen.reopen.reason')).fill('Chỗ đó ngay mép sông.')
  await citizen.getByRole('button', { name: vi('citizen.reopen.send') }).click()
  await expect(citizen.getByText(vi('citizen.reopen.asked'))).toBeVisible()

  const other = await people.staff('dieuphoi2')
  await other.open(sent.code, 'reopen')
  await other.act('decline_reopen', { reason: 'Vẫn không rõ chỗ.' })

  await look(citizen, sent)
  await citizen.getByText(vi('citizen.escalate.title')).click()
  await checkBoth(citizen, 'escalate')
  await citizen.getByLabel(vi('citizen.escalate.reason')).fill('Tôi đã chỉ rõ chỗ rồi.')
  await citizen.getByRole('button', { name: vi('citizen.escalate.send') }).click()
  await expect(citizen.getByText(vi('citizen.escalate.waits'))).toBeVisible()

  const superior = await people.staff('lanhdao.tinh')
  await superior.open(sent.code, 'reopen')
  await expect(superior.case.getByText('Tôi đã chỉ rõ chỗ rồi.')).toBeVisible()
  await checkBoth(superior.page, 'escalated-desk')
  await superior.act('decline_reopen', { reason: 'Đã cho người xem, không có sạt.' })

  await look(citizen, sent)
  const right = citizen.locator('section').filter({ hasText: vi('citizen.complain.title') })
  await expect(right.last()).toContainText('90 ngày')
  await right.last().scrollIntoViewIfNeeded()
  await checkBoth(citizen, 'complain')
})

test('the slip is checked, data are taken along, name and phone are erased', async ({ people }) => {
  const citizen = await people.citizen()
  await write(citizen, 'roads', 'Bảng tên đường gãy.')
  await citizen.locator('#phone').fill('0900000000')
  await send(citizen)
  const sent = await arrived(citizen)
  await look(citizen, sent)

  await citizen.getByText(vi('citizen.slip.title')).click()
  await citizen.getByRole('button', { name: vi('citizen.slip.verify') }).click()
  await expect(citizen.getByText(vi('citizen.slip.good.record'))).toBeVisible()
  await expect(citizen.getByText(vi('citizen.slip.good.text'))).toBeVisible()
  await checkBoth(citizen, 'slip')

  await citizen.getByText(vi('citizen.data.title')).click()
  const download = citizen.waitForEvent('download')
  await citizen.getByRole('button', { name: vi('citizen.data.take'), exact: true }).click()
  const file = await (await download).path()
  const data = JSON.parse(readFileSync(file, 'utf8')) as { code: string; text: string }
  expect(data).toMatchObject({ code: sent.code, text: 'Bảng tên đường gãy.' })
  await citizen.getByRole('button', { name: vi('citizen.data.erase') }).scrollIntoViewIfNeeded()
  await checkBoth(citizen, 'data')
  await citizen.getByRole('button', { name: vi('citizen.data.erase') }).click()
  await citizen.getByRole('button', { name: vi('citizen.data.keep') }).click()
  await citizen.getByRole('button', { name: vi('citizen.data.erase') }).click()
  await citizen.getByRole('button', { name: vi('citizen.data.erase_now') }).click()
  await expect(citizen.getByText(vi('citizen.data.erase_text'))).toBeHidden()

  const portal = await people.staff('dieuphoi')
  await portal.open(sent.code, 'submitted')
  await expect(portal.case.getByText(vi('staff.contact.no_phone'))).toBeVisible()
})
