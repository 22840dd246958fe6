// The operator's own base map: one PMTiles file, read in ranges from our server. Loaded only where
// there is one; whatever goes wrong with it, the borders of the province stay.
import type { Config } from '../shared/client'
import type L from 'leaflet'
import { PMTiles, leafletRasterLayer } from 'pmtiles'

export type Basemap = NonNullable<Config['basemap']>

/** The words of its own attribution; it may come as HTML, of which only the text is taken. */
export function plainText(html: string): string {
  return new DOMParser().parseFromString(html, 'text/html').body.textContent?.trim() ?? ''
}

/** The ground says nothing to those who listen: the list beside the map does. */
function withoutNames(layer: L.GridLayer): L.GridLayer {
  layer.on('tileloadstart', ({ tile }) => tile.setAttribute('alt', ''))
  return layer
}

/** The layer with its attribution; throws when the file cannot be read. */
export async function tileLayer(leaflet: typeof L, basemap: Basemap): Promise<L.GridLayer> {
  // Both libraries look for Leaflet where a page without modules has it.
  Object.assign(globalThis, { L: leaflet })
  const archive = new PMTiles(new URL(basemap.url, location.origin).href)
  const metadata = (await archive.getMetadata()) as { attribution?: string }
  const attribution = plainText(metadata.attribution ?? '')
  const common = { minZoom: 0, maxZoom: 18, maxNativeZoom: basemap.max_zoom, noWrap: true }
  if (basemap.kind === 'raster')
    return withoutNames(leafletRasterLayer(archive, { ...common, attribution }) as L.GridLayer)
  const { leafletLayer } = await import('protomaps-leaflet')
  const dark = matchMedia('(prefers-color-scheme: dark)').matches
  return leafletLayer({
    ...common,
    url: archive,
    maxDataZoom: basemap.max_zoom,
    flavor: dark ? 'dark' : 'light',
    lang: 'vi',
    attribution: attribution || '© OpenStreetMap',
  }) as unknown as L.GridLayer
}
