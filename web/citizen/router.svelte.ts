// Which screen is shown. Plain links work; clicks inside the app are taken over without a reload.
// The fragment may hold a follow secret: it is never written into a list, a log or a request.

export type Screen = 'home' | 'report' | 'follow' | 'detail' | 'map' | 'services' | 'help' | 'teams'
export interface Route {
  screen: Screen
  id: string
  query: URLSearchParams
  hash: string
}

const k_screens: Record<string, Screen> = {
  '/': 'home',
  '/bao-tin': 'report',
  '/theo-doi': 'follow',
  '/ban-do': 'map',
  '/tien-ich': 'services',
  '/huong-dan': 'help',
  '/to-cong-nghe-so': 'teams',
}

/** null: not ours, the server has that page. */
export function parseRoute(path: string, search = '', hash = ''): Route | null {
  const clean = path.length > 1 ? path.replace(/\/+$/, '') : path
  const query = new URLSearchParams(search)
  const screen = k_screens[clean]
  if (screen) return { screen, id: '', query, hash }
  const own = /^\/theo-doi\/([0-9a-f-]{36})$/.exec(clean)
  return own ? { screen: 'detail', id: own[1]!, query, hash } : null
}

const k_home: Route = { screen: 'home', id: '', query: new URLSearchParams(), hash: '' }
let current = $state.raw<Route>(k_home)

export function route(): Route {
  return current
}

/** For the prerender: which page to draw. */
export function startAt(path: string): void {
  current = parseRoute(path) ?? k_home
}

function here(): void {
  current = parseRoute(location.pathname, location.search, location.hash) ?? k_home
}

export function go(to: string, replace = false): void {
  history[replace ? 'replaceState' : 'pushState']({}, '', to)
  here()
  if (!location.hash) document.getElementById('main')?.scrollTo(0, 0)
  // A screen reader hears the new screen as a page: its heading takes the focus.
  requestAnimationFrame(() => document.querySelector<HTMLElement>('main')?.focus())
}

/** Takes the fragment away without leaving the screen: a copied address carries no secret. */
export function dropHash(): void {
  history.replaceState(history.state, '', location.pathname + location.search)
}

function onClick(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  const link = (event.target as Element | null)?.closest('a')
  if (!link || link.target || link.hasAttribute('download')) return
  const to = new URL(link.href)
  if (to.origin !== location.origin || !parseRoute(to.pathname)) return
  if (to.pathname === location.pathname && to.hash) return
  event.preventDefault()
  go(to.pathname + to.search + to.hash)
}

export function startRouter(): void {
  here()
  addEventListener('popstate', here)
  addEventListener('hashchange', here)
  document.addEventListener('click', onClick)
}
