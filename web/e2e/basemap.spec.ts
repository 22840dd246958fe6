// The operator's own base map: dropped into the data directory, found at the start, read in ranges,
// with its attribution; a wrong file is said and the borders of the province stay.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkBoth } from './axe'
import { expect, test, type People } from './fixtures'
import { rasterMap, vectorMap } from './pmtiles'
import type { Server } from './server'
import { vi } from './texts'

const k_words = 'Bản đồ <b>mẫu</b> © người thử'

async function drop(server: Server, bytes: Buffer): Promise<void> {
  writeFileSync(join(server.data, 'basemap.pmtiles'), bytes)
  await server.stop()
  await server.start()
}

async function openMap(people: People, server: Server) {
  const citizen = await people.citizen({ baseURL: server.url })
  const ranges: number[] = []
  citizen.on('response', (answer) => {
    if (answer.url().includes('basemap.pmtiles')) ranges.push(answer.status())
  })
  await citizen.goto('/ban-do')
  await expect(citizen.locator('.leaflet-container')).toBeVisible()
  return { citizen, ranges }
}

for (const [kind, make] of [
  ['raster', rasterMap],
  ['vector', vectorMap],
] as const)
  test(`a ${kind} map of the operator lies under the reports`, async ({ people, server }) => {
    await drop(server, make(k_words))
    expect(server.logged('camaug: base map')).toBe(1)
    const { citizen, ranges } = await openMap(people, server)
    await expect(citizen.locator('.leaflet-tile-loaded').first()).toBeVisible()
    await expect(citizen.getByText('Bản đồ mẫu © người thử')).toBeVisible()
    await expect(citizen.locator('.cluster, .dot').first()).toBeVisible()
    expect(new Set(ranges)).toEqual(new Set([206]))
    await checkBoth(citizen, `map-${kind}`)
  })

test('a file that is no map is said, and the borders stay', async ({ people, server }) => {
  await drop(server, rasterMap(k_words).subarray(0, 4000))
  expect(server.logged(vi('error.basemap.cut').split(';')[0]!)).toBe(1)
  const { citizen, ranges } = await openMap(people, server)
  await expect(citizen.locator('.cluster, .dot').first()).toBeVisible()
  await expect(citizen.locator('.leaflet-tile')).toHaveCount(0)
  expect(ranges).toEqual([])
})
