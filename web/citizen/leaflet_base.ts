// The ground of every map of this face: sea, neighbours, communes and a few known places for
// orientation. No tiles from anywhere: it works without a foreign server.
import L from 'leaflet'
import 'leaflet/dist/leaflet.css'
import './map.css'
import { config } from '../shared/client'
import { phone } from './phone.svelte'
import { t } from './screen_texts'

const k_province_bounds: L.LatLngBoundsExpression = [
  [8.52, 104.68],
  [9.64, 105.85],
]

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}

async function geo(file: string): Promise<GeoJSON.FeatureCollection> {
  const response = await fetch(`/geo/${file}`)
  if (!response.ok) throw new Error(`geo ${response.status}`)
  return response.json() as Promise<GeoJSON.FeatureCollection>
}

/** An empty map over the province; throws when the borders cannot be loaded. */
export async function baseMap(element: HTMLElement): Promise<L.Map> {
  const map = L.map(element, {
    zoomControl: false,
    attributionControl: false,
    minZoom: 7,
    maxZoom: 18,
    zoomSnap: 0.5,
    fadeAnimation: false,
  })
  L.control
    .zoom({
      position: 'bottomright',
      zoomInTitle: t('citizen.map.zoom_in'),
      zoomOutTitle: t('citizen.map.zoom_out'),
    })
    .addTo(map)
  map.fitBounds(k_province_bounds, { animate: false })
  const [neighbours, communes, places] = await Promise.all([
    geo('neighbours.geojson').catch(() => null),
    geo('communes_lite.geojson'),
    geo('poi.geojson').catch(() => null),
  ])
  const renderer = L.canvas({ padding: 0.4 })
  const ground = { interactive: false, renderer }
  const tiled = await addTiles(map)
  if (neighbours && !tiled)
    L.geoJSON(neighbours, {
      ...ground,
      style: {
        color: colour('--border-land'),
        weight: 1,
        fillColor: colour('--land-2'),
        fillOpacity: 1,
      },
    }).addTo(map)
  L.geoJSON(communes, {
    ...ground,
    style: {
      color: colour('--border-land'),
      weight: 1,
      fillColor: colour('--land'),
      fillOpacity: tiled ? 0 : 1,
    },
  }).addTo(map)
  if (places && !tiled) addNames(map, communes, places)
  return map
}

/** Whether the operator's own base map lies under it. */
async function addTiles(map: L.Map): Promise<boolean> {
  try {
    const { basemap } = phone.config ?? (await config())
    if (!basemap) return false
    const { tileLayer } = await import('./tiles')
    const layer = await tileLayer(L, basemap)
    L.control.attribution({ prefix: false, position: 'bottomleft' }).addTo(map)
    layer.addTo(map)
    return true
  } catch {
    return false
  }
}

/** Names appear only where there is room for them: communes from the middle, places from near. */
function addNames(
  map: L.Map,
  communes: GeoJSON.FeatureCollection,
  places: GeoJSON.FeatureCollection,
): void {
  const name = (text: string, at: L.LatLng, kind: string) =>
    L.marker(at, {
      interactive: false,
      keyboard: false,
      icon: L.divIcon({ className: `name ${kind}`, html: escape(text), iconSize: [140, 20] }),
    })
  const areas = L.layerGroup(
    communes.features.map((one) =>
      name(String(one.properties?.name), L.geoJSON(one).getBounds().getCenter(), 'area'),
    ),
  )
  const points = L.layerGroup(
    places.features.flatMap(({ geometry, properties }) =>
      geometry.type === 'Point'
        ? [
            name(
              String(properties?.name),
              L.latLng(geometry.coordinates[1]!, geometry.coordinates[0]!),
              'spot',
            ),
          ]
        : [],
    ),
  )
  const show = () => {
    const zoom = map.getZoom()
    for (const [layer, from] of [
      [areas, 11],
      [points, 16],
    ] as const)
      if (zoom >= from) layer.addTo(map)
      else layer.remove()
  }
  map.on('zoomend', show)
  show()
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)
}

export { L }
