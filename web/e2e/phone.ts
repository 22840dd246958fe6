// What a citizen does on the phone, in the words of the screen.
import { expect, type Page } from '@playwright/test'
import { k_pothole } from './fixtures'
import { vi } from './texts'

export interface Sent {
  id: string
  code: string
}

export async function choose(page: Page, tile: string): Promise<void> {
  await page.locator(`input[name="tile"][value="${tile}"]`).check({ force: true })
}

/** The app as it is from the second visit on: its worker is there and holds it. */
export async function withWorker(page: Page): Promise<void> {
  await page.goto('/')
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
  await page.reload()
}

/** From the camera on the first screen to the filled form, not yet sent. */
export async function write(page: Page, tile: string, text: string): Promise<void> {
  await page.goto('/')
  await page.locator('input[name="photo"]').setInputFiles(k_pothole)
  await expect(page.getByRole('img', { name: vi('citizen.photos.photo', 1) })).toBeVisible()
  await choose(page, tile)
  await page.locator('#text').fill(text)
  await expect(page.getByText(vi('citizen.place.from_photo'))).toBeVisible()
  await expect(page.getByText('Phường Tân Thành')).toBeVisible()
}

export async function send(page: Page): Promise<void> {
  await page.getByRole('button', { name: vi('citizen.report.send') }).click()
  await expect(page).toHaveURL(/\/theo-doi\/[0-9a-f-]{36}#da-gui$/)
}

export async function arrived(page: Page): Promise<Sent> {
  await expect(page.getByRole('heading', { name: vi('citizen.sent.title') })).toBeVisible()
  const code = (await page.locator('.code').textContent())?.trim() ?? ''
  expect(code).toMatch(/^CM-\d{4}-\d{6}$/)
  return { id: /theo-doi\/([0-9a-f-]{36})/.exec(page.url())![1]!, code }
}

export async function report(page: Page, tile: string, text: string): Promise<Sent> {
  await write(page, tile, text)
  await send(page)
  return arrived(page)
}

/** The own report as the server has it now. */
export async function look(page: Page, sent: Sent): Promise<void> {
  await page.goto(`/theo-doi/${sent.id}`)
  await expect(page.getByText(vi('citizen.detail.code', sent.code))).toBeVisible()
}
