// What a member of staff does at the console, in the words of the screen.
import { expect, type Locator, type Page } from '@playwright/test'
import { k_password } from './server'
import { vi } from './texts'

export type Values = Record<string, string>

export class Desk {
  constructor(readonly page: Page) {}

  async signIn(username: string): Promise<void> {
    await this.page.goto('/can-bo')
    await this.page.getByLabel(vi('desk.sign_in.username')).fill(username)
    await this.page.getByLabel(vi('desk.sign_in.password')).fill(k_password)
    await this.page.getByRole('button', { name: vi('desk.sign_in.go'), exact: true }).click()
    await expect(this.page.getByText(vi('desk.light.live'), { exact: true })).toBeVisible()
  }

  row(code: string): Locator {
    return this.page.locator('a[data-report]').filter({ hasText: code })
  }
  get case(): Locator {
    return this.page.locator('article')
  }

  /** Opens the case in one of the lists; `held` new rows are let in first. */
  async open(code: string, list?: string): Promise<void> {
    if (list) {
      const name = new RegExp(`^[\\d.]+\\s*${vi(`staff.list.${list}`)}$`)
      const lists = this.page.getByRole('navigation', { name: vi('staff.queue.lists') })
      await lists.getByRole('link', { name }).click()
    }
    const held = this.page.locator('.held')
    await expect(this.row(code).or(held).first()).toBeVisible()
    if (!(await this.row(code).isVisible())) await held.click()
    await this.row(code).click()
    await expect(this.case.getByText(code, { exact: true }).first()).toBeVisible()
  }

  button(action: string): Locator {
    return this.case.locator(`[data-action="${action}"]`)
  }
  form(action: string): Locator {
    return this.page.getByRole('form', { name: vi(`staff.action.${action}`), exact: true })
  }
  /** The control that stands under a label of staff.form; never a radio or a tick of a group. */
  field(form: Locator, key: string): Locator {
    return form
      .getByLabel(vi(`staff.form.${key}`))
      .and(form.locator('input:not([type="radio"]):not([type="file"]), select, textarea'))
  }
  async start(action: string): Promise<Locator> {
    await this.button(action).click()
    const form = this.form(action)
    await expect(form).toBeVisible()
    return form
  }
  async finish(action: string): Promise<void> {
    const form = this.form(action)
    await form.getByRole('button', { name: vi(`staff.action.${action}`), exact: true }).click()
    await expect(form).toBeHidden()
    await this.done(action)
  }
  async done(action: string): Promise<void> {
    const said = vi('staff.actions.done', vi(`staff.action.${action}`))
    await expect(this.case.getByText(said, { exact: true })).toBeAttached()
  }
  /** Starts an action, fills the fields by their labels (keys of staff.form) and sends it. */
  async act(action: string, values: Values = {}): Promise<void> {
    const form = await this.start(action)
    for (const [key, value] of Object.entries(values)) await this.field(form, key).fill(value)
    await this.finish(action)
  }
  async chooseAgency(form: Locator, key: string, words: string, name: string): Promise<void> {
    await this.field(form, key).fill(words)
    await form.getByRole('option', { name }).click()
  }
  async attach(form: Locator, file: string): Promise<void> {
    const input = form.locator('input[type="file"][multiple]')
    await input.setInputFiles(file)
    await expect(form.getByText(vi('staff.upload.there'), { exact: true })).toBeVisible()
  }

  async expectState(state: string): Promise<void> {
    await expect(
      this.case.locator('header').getByText(vi(`staff.state.${state}`), { exact: true }),
    ).toBeVisible()
  }
}
