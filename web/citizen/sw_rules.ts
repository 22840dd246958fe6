// What the service worker may touch, as pure rules. Everything not named here goes to the network
// untouched: the API, media, the desks, forms, ranges.

export type CacheKind = 'shell' | 'asset' | 'geo' | 'page' | 'share' | 'network'

const k_screens: readonly string[] = [
  '/',
  '/bao-tin',
  '/theo-doi',
  '/ban-do',
  '/tien-ich',
  '/huong-dan',
  '/to-cong-nghe-so',
]
/** Where other apps send what people share (manifest.webmanifest). */
const k_share = '/chia-se'
const k_files = /^\/(assets\/|icon|manifest\.webmanifest$)/

export function cacheKind(method: string, path: string, range: boolean, mode: string): CacheKind {
  if (method === 'POST' && path === k_share) return 'share'
  if (method !== 'GET' || range) return 'network'
  if (mode === 'navigate') {
    if (k_screens.includes(path) || /^\/theo-doi\/[0-9a-f-]{36}$/.test(path)) return 'shell'
    if (path === '/phan-anh' || /^\/pa\/[\w-]+$/.test(path)) return 'page'
    return 'network'
  }
  if (k_files.test(path)) return 'asset'
  return path.startsWith('/geo/') ? 'geo' : 'network'
}

/** A page that says it is private or not to be stored is never kept. */
export function mayKeep(cache_control: string | null): boolean {
  return !/no-store|private/i.test(cache_control ?? '')
}
