// Draws the shell of each citizen screen at build time; runs only in scripts/prerender.mjs.
import { render } from 'svelte/server'
import App from './App.svelte'
import { plain } from './plain'
import { startAt } from './router.svelte'

export function draw(path: string, choices: typeof plain): string {
  Object.assign(plain, choices)
  startAt(path)
  return render(App).body
}
