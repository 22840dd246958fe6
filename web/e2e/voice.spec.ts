// A voice note in place of words: said on the phone, typed by the coordinator, read by the officer.
import { check, checkBoth } from './axe'
import { expect, k_pothole, shot, test } from './fixtures'
import { arrived, choose, look, send } from './phone'
import { vi } from './texts'

test('somebody who does not write is heard, and read', async ({ people }) => {
  const citizen = await people.citizen()
  await citizen.goto('/bao-tin')
  await choose(citizen, 'roads')
  const voice = citizen.getByRole('region', { name: vi('citizen.voice.title') })
  await voice.getByRole('button', { name: vi('citizen.voice.start') }).click()
  await expect(voice.getByRole('button', { name: vi('citizen.voice.stop') })).toBeVisible()
  await citizen.waitForTimeout(1500)
  await shot(citizen, 'voice-speaking')
  await check(citizen, 'voice-speaking')
  await voice.getByRole('button', { name: vi('citizen.voice.stop') }).click()
  await expect(voice.getByLabel(vi('citizen.voice.note', 1), { exact: true })).toBeVisible()
  // Kept with the draft, heard again, taken away, said anew.
  await expect(citizen).toHaveURL(/\/bao-tin\?d=/)
  await citizen.waitForTimeout(600)
  await citizen.reload()
  await voice.getByRole('button', { name: vi('citizen.voice.remove', 1) }).click()
  await expect(voice.locator('audio')).toHaveCount(0)
  await voice.getByRole('button', { name: vi('citizen.voice.start') }).click()
  await citizen.waitForTimeout(1200)
  await voice.getByRole('button', { name: vi('citizen.voice.stop') }).click()
  await expect(voice.locator('audio')).toHaveCount(1)
  await voice.scrollIntoViewIfNeeded()
  await checkBoth(citizen, 'voice')
  await citizen.locator('#place-edit').click()
  const dialog = citizen.getByRole('dialog')
  await dialog.getByRole('button', { name: vi('citizen.place.mode_list') }).click()
  await dialog.getByRole('button', { name: 'Phường Tân Thành' }).click()
  await send(citizen)
  const sent = await arrived(citizen)

  const portal = await people.staff('dieuphoi')
  await portal.open(sent.code, 'submitted')
  await expect(portal.case.locator('audio')).toHaveCount(1)
  const heard = await portal.case.locator('audio').evaluate(async (audio: HTMLAudioElement) => {
    await audio.play()
    return audio.error === null && !audio.paused
  })
  expect(heard).toBe(true)
  await shot(portal.page, 'voice-desk')
  await checkBoth(portal.page, 'voice-desk')
  const words = 'Ổ gà sâu ngay khúc cua, tối té hoài.'
  await portal.act('transcribe', { transcript: words })
  const form = await portal.start('dispatch')
  await portal.chooseAgency(form, 'lead', 'tan thanh', 'UBND phường Tân Thành')
  await portal.finish('dispatch')
  await portal.expectState('dispatched')

  await look(citizen, sent)
  await expect(citizen.getByText(words)).toBeVisible()
  await expect(citizen.locator('audio')).toHaveCount(1)

  const officer = await people.staff('canbo.phuong')
  await officer.open(sent.code, 'unassigned')
  await expect(officer.case.getByText(words)).toBeVisible()
  await expect(officer.case.locator('audio')).toHaveCount(0)
})

test('a photo and a voice note stand apart, and a refused microphone is said', async ({
  people,
}) => {
  const citizen = await people.citizen()
  await citizen.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException('no', 'NotAllowedError'))
  })
  await citizen.goto('/bao-tin')
  await citizen.locator('input[type="file"][multiple]').setInputFiles(k_pothole)
  const voice = citizen.getByRole('region', { name: vi('citizen.voice.title') })
  await voice.getByRole('button', { name: vi('citizen.voice.start') }).click()
  await expect(voice.getByRole('alert')).toHaveText(vi('citizen.voice.denied'))
  await check(citizen, 'voice-denied')
})
