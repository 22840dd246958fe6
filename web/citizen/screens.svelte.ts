// The screens that are not in the first bundle. A chunk that a newer version removed makes the page
// load itself once more; drafts are on disk by then.
import type { Component } from 'svelte'
import type { Screen } from './router.svelte'

type Lazy = Exclude<Screen, 'home'>
const imports: Record<Lazy, () => Promise<{ default: Component }>> = {
  report: () => import('./Report.svelte'),
  follow: () => import('./Follow.svelte'),
  detail: () => import('./Detail.svelte'),
  map: () => import('./Map.svelte'),
  services: () => import('./Services.svelte'),
  help: () => import('./Help.svelte'),
  teams: () => import('./Teams.svelte'),
}
const k_reloaded = 'camaug.reloaded'

let here = $state.raw<Partial<Record<Screen, Component>>>({})

export function loaded(screen: Screen): Component | undefined {
  return here[screen]
}

export async function load(screen: Lazy): Promise<void> {
  if (here[screen]) return
  try {
    const { default: component } = await imports[screen]()
    here = { ...here, [screen]: component }
    sessionStorage.removeItem(k_reloaded)
  } catch {
    if (!navigator.onLine || sessionStorage.getItem(k_reloaded)) return
    sessionStorage.setItem(k_reloaded, '1')
    location.reload()
  }
}

/** What a report needs from writing to following, as soon as the phone has nothing better to do. */
export function warmUp(): void {
  const later = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 1500))
  later(() => void Promise.all([load('report'), load('follow'), load('detail')]))
}
