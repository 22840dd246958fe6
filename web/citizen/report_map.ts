// Published reports on the map: clustered here, or by the server when there are too many; told
// apart by shape as well as by colour.
import Supercluster from 'supercluster'
import type { Schemas } from '../shared/client'
import { baseMap, L } from './leaflet_base'
import { boxQuery, clusterOf, type Bounds } from './map_box'

export type MapPoint = Schemas['MapPoint']
export type Shape = 'open' | 'done' | 'urgent'
/** Null when it failed: what is drawn stays. */
export type Ask = (query: { bbox: string; zoom: number }) => Promise<Schemas['Map'] | null>
export interface ReportMap {
  /** All there is; clustered here. */
  show: (points: readonly MapPoint[]) => void
  /** Too much for one answer: asks for what is seen, whenever that changes. */
  ask: (ask: Ask) => void
  goTo: (lat: number, lon: number) => void
  close: () => void
}
interface Words {
  point: (point: MapPoint) => string
  cluster: (count: number, most?: Shape) => string
  /** A cluster that no zoom takes apart was chosen. */
  dense: () => void
}

const k_zoom_max = 18
const k_closed: readonly string[] = ['resolved', 'refused', 'handed_over', 'merged', 'withdrawn']
const k_paths: Record<Shape, string> = {
  open: '<circle cx="14" cy="14" r="9"/>',
  done: '<rect x="5" y="5" width="18" height="18" rx="4"/><path class="in" d="M9.5 14.5l3 3 6-7"/>',
  urgent: '<path d="M14 3.5l11.5 20h-23z"/><path class="in" d="M14 11v5M14 19.5v.1"/>',
}

export function shapeOf({ state, urgency }: Pick<MapPoint, 'state' | 'urgency'>): Shape {
  if (k_closed.includes(state)) return 'done'
  return urgency === 'none' ? 'open' : 'urgent'
}

/** What fits into a circle: 999, 12k, 1.2M. */
export function compact(count: number): string {
  if (count < 1_000) return String(count)
  if (count < 1_000_000) return `${Math.round(count / 1_000)}k`
  return `${(count / 1_000_000).toFixed(1)}M`
}

export function shapeSvg(shape: Shape): string {
  const size = 'viewBox="0 0 28 28" width="28" height="28"'
  return `<svg ${size} aria-hidden="true">${k_paths[shape]}</svg>`
}

export async function reportMap(element: HTMLElement, words: Words): Promise<ReportMap> {
  const map = await baseMap(element)
  const layer = L.layerGroup().addTo(map)
  let index: Supercluster<{ point: MapPoint }> | null = null
  let ask: Ask | null = null
  let turn = 0

  function drawCluster(at: L.LatLng, count: number, label: string, zoom: () => number): void {
    const size = count < 10 ? 44 : count < 100 ? 50 : 58
    const icon = L.divIcon({
      className: 'cluster',
      html: compact(count),
      iconSize: [size, size],
    })
    const marker = L.marker(at, { title: label, alt: label, icon })
    marker.on('click', () => {
      if (map.getZoom() >= k_zoom_max) return words.dense()
      // The marker goes; who came to it by keyboard stays on the map.
      map.getContainer().focus({ preventScroll: true })
      map.setView(at, Math.min(k_zoom_max, zoom()))
    })
    marker.addTo(layer)
  }
  function drawPoint(point: MapPoint): void {
    const shape = shapeOf(point)
    const label = words.point(point)
    const marker = L.marker([point.lat7 / 1e7, point.lon7 / 1e7], {
      title: label,
      alt: label,
      icon: L.divIcon({ className: `dot ${shape}`, html: shapeSvg(shape), iconSize: [32, 32] }),
    })
    marker.on('click', () => location.assign(`/pa/${point.code}`))
    marker.addTo(layer)
  }
  function seen(): Bounds {
    const bounds = map.getBounds().pad(0.2)
    return {
      west: bounds.getWest(),
      south: bounds.getSouth(),
      east: bounds.getEast(),
      north: bounds.getNorth(),
    }
  }
  function drawOwn(own: Supercluster<{ point: MapPoint }>): void {
    layer.clearLayers()
    const { west, south, east, north } = seen()
    for (const { geometry, properties } of own.getClusters(
      [west, south, east, north],
      Math.floor(map.getZoom()),
    )) {
      const at = L.latLng(geometry.coordinates[1]!, geometry.coordinates[0]!)
      if ('cluster' in properties && properties.cluster) {
        const { cluster_id, point_count } = properties
        drawCluster(at, point_count, words.cluster(point_count), () =>
          own.getClusterExpansionZoom(cluster_id),
        )
      } else if ('point' in properties) drawPoint(properties.point)
    }
  }
  async function drawAsked(asked: Ask): Promise<void> {
    const mine = ++turn
    const answer = await asked(boxQuery(seen(), map.getZoom()))
    if (mine !== turn || !answer) return
    layer.clearLayers()
    for (const one of answer.clusters.map(clusterOf)) {
      const label = words.cluster(one.count, one.shape)
      drawCluster(L.latLng(one.lat, one.lon), one.count, label, () => map.getZoom() + 2)
    }
    answer.items.forEach(drawPoint)
  }
  function draw(): void {
    if (ask) void drawAsked(ask)
    else if (index) drawOwn(index)
  }
  map.on('moveend', draw)
  return {
    show(points) {
      ask = null
      turn += 1
      index = new Supercluster<{ point: MapPoint }>({ radius: 96, maxZoom: 16 })
      index.load(
        points.map((point) => ({
          type: 'Feature',
          geometry: { type: 'Point', coordinates: [point.lon7 / 1e7, point.lat7 / 1e7] },
          properties: { point },
        })),
      )
      draw()
    },
    ask(wanted) {
      ask = wanted
      index = null
      draw()
    },
    goTo: (lat, lon) => map.setView([lat, lon], 13),
    close: () => map.remove(),
  }
}
