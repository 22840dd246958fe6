// Draws the shell of each citizen screen at build time; runs only in scripts/prerender.mjs.
import { render } from 'svelte/server'
import App from './App.svelte'
import { plain, type Plain } from './plain'
import { startAt } from './router.svelte'
import { t } from './screen_texts'

export function draw(path: string, choices: Pick<Plain, 'tiles' | 'communes'>): string {
  const words: Plain['words'] = {
    what: t('citizen.report.what'),
    choose: t('citizen.plain.choose'),
    more: t('citizen.report.more'),
    commune: t('citizen.plain.commune'),
    landmark: t('citizen.report.landmark'),
    phone: t('citizen.report.phone'),
    consent_call: t('citizen.report.consent_call'),
    private: t('citizen.report.private'),
    send: t('citizen.report.send'),
  }
  Object.assign(plain, choices, { words })
  startAt(path)
  return render(App).body
}
