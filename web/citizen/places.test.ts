// Point in polygon on small shapes, and on the true communes of the province.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { communeAt, inPolygon, shapes } from './places'

const square: [number, number][] = [
  [0, 0],
  [10, 0],
  [10, 10],
  [0, 10],
  [0, 0],
]
const hole: [number, number][] = [
  [4, 4],
  [6, 4],
  [6, 6],
  [4, 6],
  [4, 4],
]

describe('inPolygon', () => {
  it('tells inside from outside and knows holes', () => {
    expect(inPolygon(5, 2, [square])).toBe(true)
    expect(inPolygon(11, 2, [square])).toBe(false)
    expect(inPolygon(5, 5, [square, hole])).toBe(false)
    expect(inPolygon(5, 5, [])).toBe(false)
  })
})

describe('communeAt', () => {
  const file = join(__dirname, '../../profiles/ca-mau/communes_lite.geojson')
  const communes = shapes(JSON.parse(readFileSync(file, 'utf8')).features)
  it('has all 64', () => expect(communes).toHaveLength(64))
  it('names a point in the middle of the province, and nothing far away', () => {
    expect(communeAt(91767000, 1051524000, communes)?.full_name).toMatch(/^(Phường|Xã) /)
    expect(communeAt(107700000, 1067000000, communes)).toBeNull()
    expect(communeAt(0, 0, communes)).toBeNull()
  })
  it('finds nearly every commune at a point of its own', () => {
    const wrong = communes.filter(({ code, polygons, box }) => {
      for (let step = 1; step < 40; step++) {
        const lon = box[0] + ((box[2] - box[0]) * ((step * 13) % 40)) / 40
        const lat = box[1] + ((box[3] - box[1]) * ((step * 29) % 40)) / 40
        if (polygons.some((polygon) => inPolygon(lon, lat, polygon)))
          return communeAt(Math.round(lat * 1e7), Math.round(lon * 1e7), communes)?.code !== code
      }
      return false
    })
    expect(wrong.map(({ name }) => name)).toEqual([])
  })
})
