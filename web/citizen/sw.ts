// The service worker of the citizen's scope: the app opens without network, and what waits is sent
// when the network is back. It never keeps an answer of the API, a medium, a desk page, or a page
// that carries a secret (secrets live in fragments, which never reach it).
import { all, write } from './db'
import { k_shared, type Shared } from './handed'
import type { Waiting } from './outbox'
import { send, type Arrived } from './sender'
import { cacheKind, mayKeep } from './sw_rules'

declare const self: ServiceWorkerGlobalScope
/** Filled in by scripts/build.mjs. */
declare const __VERSION__: string

const k_shell = `camaug-shell-${__VERSION__}`
const k_geo = 'camaug-geo'
const k_pages = 'camaug-pages'
const k_pages_max = 30

/** A list of another version means that a newer worker is on its way: this one is not needed. */
async function keepShell(): Promise<void> {
  const answer = await fetch('/shell.json', { cache: 'no-store' })
  const list = (await answer.json()) as { version: string; files: string[] }
  if (list.version !== __VERSION__) throw new Error('another version')
  await (await caches.open(k_shell)).addAll(list.files)
}

self.addEventListener('install', (event) => {
  // Without the borders the app still works, it only cannot name the commune offline.
  const borders = caches
    .open(k_geo)
    .then((cache) => cache.add('/geo/communes_lite.geojson'))
    .catch(() => undefined)
  event.waitUntil(Promise.all([keepShell(), borders]))
})

self.addEventListener('activate', (event) => {
  const drop = async () => {
    for (const name of await caches.keys())
      if (name.startsWith('camaug-shell-') && name !== k_shell) await caches.delete(name)
    await self.clients.claim()
  }
  event.waitUntil(drop())
})

self.addEventListener('message', (event) => {
  // Only when no form is open: the page decides that.
  if (event.data === 'take-over') void self.skipWaiting()
})

/** Background sync; the page need not be open. */
self.addEventListener('sync', (event) => {
  const sync = event as ExtendableEvent & { tag: string; lastChance: boolean }
  if (sync.tag !== 'camaug-outbox') return
  const tell = async (what: 'outbox' | Arrived) => {
    for (const client of await self.clients.matchAll()) client.postMessage(what)
  }
  const told = (file: string, bytes: number) => void tell({ file, bytes })
  const run = async () => {
    await send({ changed: () => tell('outbox'), told }, true)
    const left = (await all<Waiting>('outbox')).some(({ phase }) => phase !== 'refused')
    // The browser then tries again later, also when no page is open any more.
    if (left && !sync.lastChance) throw new Error('something is still to be sent')
  }
  sync.waitUntil(run())
})

async function shell(request: Request, path: string): Promise<Response> {
  const cache = await caches.open(k_shell)
  const kept = (await cache.match(path)) ?? (await cache.match('/'))
  return kept ?? fetch(request)
}

async function asset(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request)
}

async function geo(request: Request): Promise<Response> {
  const cache = await caches.open(k_geo)
  const kept = await cache.match(request)
  const fresh = fetch(request).then(async (response) => {
    if (response.ok) await cache.put(request, response.clone())
    return response
  })
  if (!kept) return fresh
  fresh.catch(() => undefined)
  return kept
}

async function publicPage(request: Request): Promise<Response> {
  const cache = await caches.open(k_pages)
  try {
    const response = await fetch(request)
    if (response.ok && mayKeep(response.headers.get('Cache-Control'))) {
      await cache.put(request, response.clone())
      const keys = await cache.keys()
      for (const old of keys.slice(0, Math.max(0, keys.length - k_pages_max)))
        await cache.delete(old)
    }
    return response
  } catch (error) {
    const kept = await cache.match(request)
    if (kept) return kept
    throw error
  }
}

/** What another app shared is kept on the phone before the form takes it. */
async function shared(request: Request): Promise<Response> {
  const form = await request.formData()
  const files = form
    .getAll('photo')
    .filter((one): one is File => one instanceof File && one.size > 0)
  const words = ['title', 'text'].map((name) => form.get(name)).filter((one) => one !== null)
  const item: Shared = { id: k_shared, files, text: words.map(String).join('\n').trim() }
  const kept = await write([['kv', 'put', item]]).then(
    () => true,
    () => false,
  )
  return Response.redirect(kept ? '/bao-tin?chia-se' : '/bao-tin?moi', 303)
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (url.origin !== self.location.origin) return
  switch (cacheKind(request.method, url.pathname, request.headers.has('Range'), request.mode)) {
    case 'shell':
      return event.respondWith(shell(request, url.pathname.replace(/^\/theo-doi\/.+/, '/theo-doi')))
    case 'asset':
      return event.respondWith(asset(request))
    case 'geo':
      return event.respondWith(geo(request))
    case 'share':
      return event.respondWith(shared(request))
    case 'page':
      return event.respondWith(publicPage(request))
    default:
      return
  }
})
