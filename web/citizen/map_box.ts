// What the map asks the server for when there is too much for the phone: a box of whole squares, so
// that phones which look at nearly the same ask for the same, and what comes back.
import type { Shape } from './report_map'

const k_to_7 = 1e7
/** The server's grid: 4 squares to the side of a tile. */
const k_squares_per_tile = 4

export interface Bounds {
  west: number
  south: number
  east: number
  north: number
}

/** The query for these bounds, widened to whole squares and cut at the edge of the world. */
export function boxQuery(bounds: Bounds, zoom: number): { bbox: string; zoom: number } {
  const level = Math.max(0, Math.min(20, Math.floor(zoom)))
  const step = 360 / (2 ** level * k_squares_per_tile)
  const down = (value: number, least: number) =>
    Math.round(Math.max(least, Math.floor(value / step) * step) * k_to_7)
  const up = (value: number, most: number) =>
    Math.round(Math.min(most, Math.ceil(value / step) * step) * k_to_7)
  const box = [
    down(bounds.west, -180),
    down(bounds.south, -90),
    up(bounds.east, 180),
    up(bounds.north, 90),
  ]
  return { bbox: box.join(','), zoom: level }
}

export interface Cluster {
  lat: number
  lon: number
  count: number
  shape: Shape
}
const k_shapes: readonly Shape[] = ['open', 'done', 'urgent']

export function clusterOf([lat = 0, lon = 0, count = 0, shape = 0]: readonly number[]): Cluster {
  return { lat: lat / 1e5, lon: lon / 1e5, count, shape: k_shapes[shape] ?? 'open' }
}
