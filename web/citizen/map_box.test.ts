// The box that is asked for covers what is seen, is the same for nearly the same view, and stays in
// the world; clusters are read as the server writes them.
import { expect, it } from 'vitest'
import { boxQuery, clusterOf } from './map_box'

const view = { west: 105.1, south: 9.1, east: 105.3, north: 9.3 }
const numbers = (bbox: string) => bbox.split(',').map(Number)

it('asks for whole squares around what is seen', () => {
  const { bbox, zoom } = boxQuery(view, 11.7)
  const [west, south, east, north] = numbers(bbox)
  expect(zoom).toBe(11)
  expect(west).toBeLessThanOrEqual(view.west * 1e7)
  expect(south).toBeLessThanOrEqual(view.south * 1e7)
  expect(east).toBeGreaterThanOrEqual(view.east * 1e7)
  expect(north).toBeGreaterThanOrEqual(view.north * 1e7)
  expect(numbers(bbox).every(Number.isInteger)).toBe(true)
})

it('asks for the same where nearly the same is seen', () => {
  const moved = { west: 105.105, south: 9.105, east: 105.3, north: 9.3 }
  expect(boxQuery(moved, 11)).toEqual(boxQuery(view, 11))
})

it('stays in the world', () => {
  const world = { west: -400, south: -100, east: 400, north: 100 }
  expect(boxQuery(world, 0)).toEqual({
    bbox: '-1800000000,-900000000,1800000000,900000000',
    zoom: 0,
  })
  expect(boxQuery(view, 25).zoom).toBe(20)
})

it('reads a cluster', () => {
  expect(clusterOf([912345, 10512345, 1200, 2])).toEqual({
    lat: 9.12345,
    lon: 105.12345,
    count: 1200,
    shape: 'urgent',
  })
})
