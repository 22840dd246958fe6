// A map whose middle is the pin: it is moved under the pin by finger, mouse or arrow keys.
import { baseMap, L } from './leaflet_base'
import type { Point } from './draft'
import { communeAt, loadCommunes } from './places'

export interface PinMap {
  centre: () => { lat7: number; lon7: number }
  close: () => void
}

const k_near_zoom = 14

export async function pinMap(
  element: HTMLElement,
  point: Point | null,
  onname: (commune: string) => void,
): Promise<PinMap> {
  const map = await baseMap(element)
  if (point) {
    const at = L.latLng(point.lat7 / 1e7, point.lon7 / 1e7)
    map.setView(at, k_near_zoom, { animate: false })
    if (point.accuracy_m)
      L.circle(at, { radius: point.accuracy_m, weight: 1, interactive: false }).addTo(map)
  }
  const centre = () => {
    const { lat, lng } = map.getCenter()
    return { lat7: Math.round(lat * 1e7), lon7: Math.round(lng * 1e7) }
  }
  const communes = await loadCommunes()
  const tell = () => {
    const { lat7, lon7 } = centre()
    onname(communeAt(lat7, lon7, communes)?.full_name ?? '')
  }
  map.on('moveend', tell)
  tell()
  return { centre, close: () => map.remove() }
}
