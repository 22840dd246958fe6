// The province's own map for the desks: sea, neighbours and communes as Leaflet layers, without
// any foreign tile. Leaflet itself is loaded only when a map is shown.
import type { GeoJSON, LatLngBoundsExpression, Map } from 'leaflet'

export type Leaflet = typeof import('leaflet')
type Collection = Parameters<Leaflet['geoJSON']>[0]

const cache = new globalThis.Map<string, Promise<Collection>>()
let library: Promise<Leaflet> | undefined

function geo(file: string): Promise<Collection> {
  let found = cache.get(file)
  if (!found) {
    found = fetch(`/geo/${file}`).then((answer) => {
      if (!answer.ok) throw new Error(`map ${answer.status}`)
      return answer.json() as Promise<Collection>
    })
    found.catch(() => cache.delete(file))
    cache.set(file, found)
  }
  return found
}

export function leaflet(): Promise<Leaflet> {
  library ??= Promise.all([import('leaflet'), import('leaflet/dist/leaflet.css')]).then(
    ([module]) => (module as unknown as { default?: Leaflet }).default ?? module,
  )
  library.catch(() => (library = undefined))
  return library
}

export interface Ground {
  L: Leaflet
  map: Map
  communes: GeoJSON
}

/** Draws the ground into an element. The caller removes `map` when it is done. */
export async function ground(element: HTMLElement, still: boolean): Promise<Ground> {
  const [L, land, around] = await Promise.all([
    leaflet(),
    geo('communes_lite.geojson'),
    geo('neighbours.geojson').catch(() => null),
  ])
  const map = L.map(element, {
    attributionControl: false,
    zoomControl: !still,
    dragging: !still,
    scrollWheelZoom: false,
    doubleClickZoom: !still,
    boxZoom: !still,
    keyboard: !still,
    touchZoom: !still,
    zoomSnap: still ? 0.1 : 1,
    minZoom: 7,
    maxZoom: 18,
  })
  map.fitBounds(bounds)
  if (around)
    L.geoJSON(around, { interactive: false, style: { className: 'neighbour' } }).addTo(map)
  const communes = L.geoJSON(land, { interactive: still, style: { className: 'commune' } })
  communes.addTo(map)
  return { L, map, communes }
}

const bounds: LatLngBoundsExpression = [
  [8.4, 104.55],
  [9.65, 105.9],
]
