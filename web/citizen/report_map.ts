// Published reports on the map: clustered, and told apart by shape as well as by colour.
import Supercluster from 'supercluster'
import type { Schemas } from '../shared/client'
import { baseMap, L } from './leaflet_base'

export type MapPoint = Schemas['MapPoint']
export type Shape = 'open' | 'done' | 'urgent'
export interface ReportMap {
  show: (points: readonly MapPoint[]) => void
  goTo: (lat: number, lon: number) => void
  close: () => void
}
interface Words {
  point: (point: MapPoint) => string
  cluster: (count: number) => string
}

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

export function shapeSvg(shape: Shape): string {
  const size = 'viewBox="0 0 28 28" width="28" height="28"'
  return `<svg ${size} aria-hidden="true">${k_paths[shape]}</svg>`
}

export async function reportMap(element: HTMLElement, words: Words): Promise<ReportMap> {
  const map = await baseMap(element)
  const layer = L.layerGroup().addTo(map)
  let index: Supercluster<{ point: MapPoint }> | null = null

  const draw = () => {
    layer.clearLayers()
    if (!index) return
    const bounds = map.getBounds().pad(0.2)
    const box: [number, number, number, number] = [
      bounds.getWest(),
      bounds.getSouth(),
      bounds.getEast(),
      bounds.getNorth(),
    ]
    for (const { geometry, properties } of index.getClusters(box, Math.floor(map.getZoom()))) {
      const at = L.latLng(geometry.coordinates[1]!, geometry.coordinates[0]!)
      if ('cluster' in properties && properties.cluster) {
        const { cluster_id, point_count } = properties
        const size = point_count < 10 ? 44 : point_count < 100 ? 50 : 58
        const marker = L.marker(at, {
          title: words.cluster(point_count),
          alt: words.cluster(point_count),
          icon: L.divIcon({
            className: 'cluster',
            html: String(point_count),
            iconSize: [size, size],
          }),
        })
        marker.on('click', () =>
          map.setView(at, Math.min(18, index?.getClusterExpansionZoom(cluster_id) ?? 12)),
        )
        marker.addTo(layer)
      } else if ('point' in properties) {
        const shape = shapeOf(properties.point)
        const label = words.point(properties.point)
        const marker = L.marker(at, {
          title: label,
          alt: label,
          icon: L.divIcon({
            className: `dot ${shape}`,
            html: shapeSvg(shape),
            iconSize: [32, 32],
          }),
        })
        marker.on('click', () => location.assign(`/pa/${properties.point.code}`))
        marker.addTo(layer)
      }
    }
  }
  map.on('moveend', draw)
  return {
    show(points) {
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
    goTo: (lat, lon) => map.setView([lat, lon], 13),
    close: () => map.remove(),
  }
}
