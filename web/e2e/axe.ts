// What every screen must hold: no violation of WCAG 2.2 AA that axe can find, and nothing that
// scrolls sideways.
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, shot } from './fixtures'

const k_tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
export async function check(page: Page, name: string): Promise<void> {
  await shot(page, `screen-${name}`)
  const { violations } = await new AxeBuilder({ page: page as never }).withTags(k_tags).analyze()
  const found = violations.map((one) => `${one.id}: ${one.nodes.map((n) => n.target).join(' | ')}`)
  expect.soft(found, `axe on ${name}`).toEqual([])
  const over = await page.evaluate(() => {
    // Also parts that scroll by themselves; chips and wide tables are made for sideways.
    const down = (one: Element) => {
      const scrolls = /auto|scroll/.test(getComputedStyle(one).overflowY)
      return scrolls && one.clientWidth > 0 && !one.matches('.chips, .scroll-x')
    }
    const parts = [...document.body.querySelectorAll('main, main *, dialog, dialog *')].filter(down)
    return [document.documentElement, ...parts]
      .filter((one) => one.scrollWidth > one.clientWidth + 1)
      .map((one) => `${one.tagName} ${one.className} ${one.scrollWidth - one.clientWidth} px`)
  })
  expect.soft(over, `${name} scrolls sideways`).toEqual([])
}

/** The same in both themes. */
export async function checkBoth(page: Page, name: string): Promise<void> {
  await check(page, name)
  await page.emulateMedia({ colorScheme: 'dark' })
  // Buttons change their colour over 120 ms; half-way it is nobody's colour.
  await page.waitForTimeout(400)
  await check(page, `${name}-dark`)
  await page.emulateMedia({ colorScheme: 'light' })
}
