// What every journey starts with: its own server, people with their own browsers, and an ear for
// errors that nobody sees on the screen. A journey fails when a page logs an error.
import {
  test as base,
  expect,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from '@playwright/test'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { Desk } from './desk'
import { k_root, prepareProvince, Server } from './server'

export const k_phone = { width: 360, height: 740 }
export const k_desk = { width: 1280, height: 800 }
export const k_pothole = join(k_root, 'tests/data/media/pothole.jpg')
export const k_after = join(k_root, 'tests/data/media/after.jpg')

/** The browser's own line for an answer that is no success; the pages speak about those. */
const k_expected = /^Failed to load resource: (net::|the server responded with a status of 4)/

export class People {
  readonly errors: string[] = []
  private readonly contexts: BrowserContext[] = []
  constructor(
    private readonly browser: Browser,
    readonly server: Server,
  ) {}

  async browserOf(options: BrowserContextOptions): Promise<BrowserContext> {
    const context = await this.browser.newContext({ baseURL: this.server.url, ...options })
    this.contexts.push(context)
    context.on('weberror', (event) => this.errors.push(String(event.error())))
    context.on('console', (message) => {
      if (message.type() === 'error' && !k_expected.test(message.text()))
        this.errors.push(`${message.page()?.url()}: ${message.text()}`)
    })
    context.on('response', (response) => {
      if (response.status() >= 500) this.errors.push(`${response.status()} ${response.url()}`)
    })
    return context
  }

  async citizen(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browserOf({
      viewport: k_phone,
      isMobile: true,
      hasTouch: true,
      ...options,
    })
    return context.newPage()
  }

  /** Somebody of the demo accounts, signed in on a desk or on a phone. */
  async staff(username: string, viewport = k_desk): Promise<Desk> {
    const small = viewport.width < 700
    const context = await this.browserOf({ viewport, isMobile: small, hasTouch: small })
    const desk = new Desk(await context.newPage())
    await desk.signIn(username)
    return desk
  }

  async leave(): Promise<void> {
    for (const context of this.contexts) await context.close()
  }
}

export const test = base.extend<{ server: Server; people: People }, { province: string }>({
  province: [
    async ({}, use) => {
      const folder = prepareProvince()
      await use(folder)
      rmSync(folder, { recursive: true, force: true })
    },
    { scope: 'worker' },
  ],
  server: async ({ province }, use) => {
    const server = new Server(province)
    await server.start()
    await use(server)
    await server.stop()
    server.remove()
  },
  people: async ({ browser, server }, use) => {
    const people = new People(browser, server)
    await use(people)
    await people.leave()
    expect(people.errors, 'errors in the pages').toEqual([])
  },
})

export { expect }

/** A picture for the eye, only when asked for by CAMAUG_SHOTS. */
export async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.CAMAUG_SHOTS
  if (!folder) return
  await page.screenshot({ path: join(folder, `${name}.png`) })
}
