// Journey 8: the page as an app. A photo shared from another app starts a report, also without
// network; the offer to keep the app comes after something was sent, and is not repeated.
import { checkBoth } from './axe'
import { expect, k_pothole, test } from './fixtures'
import { report, send, choose } from './phone'
import { vi } from './texts'

test('a photo shared from another app starts a report', async ({ people }) => {
  const citizen = await people.citizen()
  await citizen.goto('/')
  await citizen.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
  await citizen.reload()
  await citizen.context().setOffline(true)
  // As the system does it (manifest.webmanifest, share_target).
  await citizen.evaluate(() => {
    const form = document.createElement('form')
    form.method = 'post'
    form.action = '/chia-se'
    form.enctype = 'multipart/form-data'
    form.id = 'share'
    for (const [name, type] of [
      ['photo', 'file'],
      ['text', 'text'],
    ]) {
      const input = document.createElement('input')
      input.name = name!
      input.type = type!
      form.append(input)
    }
    document.body.append(form)
  })
  await citizen.locator('#share input[type="file"]').setInputFiles(k_pothole)
  await citizen.locator('#share input[type="text"]').fill('Ống nước bể trước chợ')
  await citizen.evaluate(() => (document.getElementById('share') as HTMLFormElement).submit())
  await expect(citizen).toHaveURL(/\/bao-tin/)
  await expect(citizen.getByRole('img', { name: vi('citizen.photos.photo', 1) })).toBeVisible()
  await expect(citizen.locator('#text')).toHaveValue('Ống nước bể trước chợ')
  await expect(citizen.getByText('Phường Tân Thành')).toBeVisible()
  await choose(citizen, 'water')
  await send(citizen)
  await expect(citizen.getByRole('heading', { name: vi('citizen.sent.kept') })).toBeVisible()
  // It is taken once: the next form is empty.
  await citizen.goto('/bao-tin?chia-se')
  await expect(citizen.locator('#text')).toHaveValue('')
})

test('the app is offered after sending, once', async ({ people }) => {
  const citizen = await people.citizen()
  await citizen.addInitScript(() => {
    addEventListener('DOMContentLoaded', () => {
      setTimeout(() => {
        const offer = new Event('beforeinstallprompt', { cancelable: true })
        Object.assign(offer, {
          prompt: () => Promise.resolve(),
          userChoice: Promise.resolve({ outcome: 'dismissed' }),
        })
        dispatchEvent(offer)
      }, 300)
    })
  })
  await citizen.goto('/')
  await expect(citizen.getByText(vi('citizen.install.title'))).toBeHidden()
  await report(citizen, 'roads', 'Nắp cống bể.')
  await expect(citizen.getByText(vi('citizen.install.title'))).toBeVisible()
  await checkBoth(citizen, '8-install')
  await citizen.getByRole('button', { name: vi('citizen.install.do') }).click()
  await expect(citizen.getByText(vi('citizen.install.title'))).toBeHidden()
  await report(citizen, 'roads', 'Nắp cống bể nữa.')
  await expect(citizen.getByText(vi('citizen.install.title'))).toBeHidden()
})
