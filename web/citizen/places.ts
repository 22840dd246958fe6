// Which commune a point lies in, decided on the phone so that it also works without network. The
// server decides again with finer borders; this only names the place to the person.

type Ring = [number, number][]
type Polygon = Ring[]
export interface CommuneShape {
  code: string
  name: string
  full_name: string
  /** west, south, east, north in degrees */
  box: [number, number, number, number]
  polygons: Polygon[]
}
export interface GeoFeature {
  properties: { code: string; name: string; full_name: string }
  geometry: { type: string; coordinates: unknown }
}

/** Even-odd rule with holes; a point on the border may fall on either side. */
export function inPolygon(lon: number, lat: number, polygon: Polygon): boolean {
  let inside = false
  for (const ring of polygon) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [xi, yi] = ring[i]!
      const [xj, yj] = ring[j]!
      if (yi > lat !== yj > lat && lon < ((xj - xi) * (lat - yi)) / (yj - yi) + xi) inside = !inside
    }
  }
  return inside
}

export function shapes(features: readonly GeoFeature[]): CommuneShape[] {
  return features.map(({ properties, geometry }) => {
    const polygons = (
      geometry.type === 'MultiPolygon' ? geometry.coordinates : [geometry.coordinates]
    ) as Polygon[]
    const box: CommuneShape['box'] = [180, 90, -180, -90]
    for (const polygon of polygons)
      for (const [x, y] of polygon[0] ?? []) {
        box[0] = Math.min(box[0], x)
        box[1] = Math.min(box[1], y)
        box[2] = Math.max(box[2], x)
        box[3] = Math.max(box[3], y)
      }
    return { ...properties, box, polygons }
  })
}

export function communeAt(
  lat7: number,
  lon7: number,
  communes: readonly CommuneShape[],
): CommuneShape | null {
  const lat = lat7 / 1e7
  const lon = lon7 / 1e7
  return (
    communes.find(
      ({ box, polygons }) =>
        lon >= box[0] &&
        lon <= box[2] &&
        lat >= box[1] &&
        lat <= box[3] &&
        polygons.some((polygon) => inPolygon(lon, lat, polygon)),
    ) ?? null
  )
}

let loaded: Promise<CommuneShape[]> | null = null
/** The borders, loaded once; a failed load is tried again by the next caller. */
export function loadCommunes(): Promise<CommuneShape[]> {
  loaded ??= fetch('/geo/communes_lite.geojson')
    .then((response) => (response.ok ? response.json() : Promise.reject(new Error('geo'))))
    .then((data: { features: GeoFeature[] }) => shapes(data.features))
    .catch((error: unknown) => {
      loaded = null
      throw error
    })
  return loaded
}
