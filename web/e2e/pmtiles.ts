// Small PMTiles files for tests (version 3 of the format, its spec's chapters 3 and 4): one
// directory, nothing compressed.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import geojsonvt from 'geojson-vt'
import { zxyToTileId } from 'pmtiles'
import vtpbf from 'vt-pbf'
import { k_root } from './server'

const k_head = 127
const k_type = { vector: 1, raster: 2 }
/** Cà Mau in degrees. */
const k_box = { west: 104.68, south: 8.52, east: 105.85, north: 9.64 }
const k_zooms = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

function varints(values: readonly number[]): Buffer {
  const bytes: number[] = []
  for (let value of values) {
    while (value >= 128) {
      bytes.push((value % 128) + 128)
      value = Math.floor(value / 128)
    }
    bytes.push(value)
  }
  return Buffer.from(bytes)
}

interface Tile {
  id: number
  bytes: Buffer
}

function archive(kind: 'vector' | 'raster', tiles: Tile[], attribution: string): Buffer {
  tiles.sort((a, b) => a.id - b.id)
  const directory = varints([
    tiles.length,
    ...tiles.map(({ id }, i) => id - (tiles[i - 1]?.id ?? 0)),
    ...tiles.map(() => 1),
    ...tiles.map(({ bytes }) => bytes.length),
    ...tiles.map((_, i) => (i === 0 ? 1 : 0)),
  ])
  const metadata = Buffer.from(JSON.stringify({ attribution, vector_layers: [] }))
  const data = Buffer.concat(tiles.map(({ bytes }) => bytes))
  const head = Buffer.alloc(k_head)
  head.write('PMTiles', 'latin1')
  head[7] = 3
  const put = (at: number, value: number) => head.writeBigUInt64LE(BigInt(value), at)
  const parts = [directory.length, metadata.length, 0, data.length]
  let offset = k_head
  parts.forEach((length, i) => {
    put(8 + 16 * i, offset)
    put(16 + 16 * i, length)
    offset += length
  })
  for (const at of [72, 80, 88]) put(at, tiles.length)
  head[96] = 1
  head[97] = 1
  head[98] = 1
  head[99] = k_type[kind]
  head[101] = Math.max(...k_zooms)
  ;[k_box.west, k_box.south, k_box.east, k_box.north].forEach((degrees, i) =>
    head.writeInt32LE(Math.round(degrees * 1e7), 102 + 4 * i),
  )
  return Buffer.concat([head, directory, metadata, data])
}

/** The tiles of a zoom that touch the province. */
function* covering(zoom: number): Generator<[number, number]> {
  const n = 2 ** zoom
  const column = (lon: number) => Math.floor(((lon + 180) / 360) * n)
  const row = (lat: number) => {
    const sine = Math.sin((lat * Math.PI) / 180)
    return Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * n)
  }
  for (let x = column(k_box.west); x <= column(k_box.east); ++x)
    for (let y = row(k_box.north); y <= row(k_box.south); ++y) yield [x, y]
}

function crc32(bytes: Buffer): number {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let i = 0; i < 8; ++i) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}

/** A picture of one colour, 256 by 256. */
function png(colour: readonly [number, number, number]): Buffer {
  const chunk = (name: string, body: Buffer) => {
    const data = Buffer.concat([Buffer.from(name, 'latin1'), body])
    const frame = Buffer.alloc(8)
    frame.writeUInt32BE(body.length, 0)
    frame.writeUInt32BE(crc32(data), 4)
    return Buffer.concat([frame.subarray(0, 4), data, frame.subarray(4)])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(256, 0)
  head.writeUInt32BE(256, 4)
  head[8] = 8
  head[9] = 2
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(256 * 3, Buffer.from(colour))])
  const pixels = deflateSync(Buffer.concat(Array.from({ length: 256 }, () => row)))
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Every tile in one of two colours, like a chess board. */
export function rasterMap(attribution: string): Buffer {
  const colours = [png([207, 226, 214]), png([196, 217, 229])]
  const tiles = k_zooms.flatMap((z) =>
    [...covering(z)].map(([x, y]) => ({ id: zxyToTileId(z, x, y), bytes: colours[(x + y) % 2]! })),
  )
  return archive('raster', tiles, attribution)
}

/** The communes as the layer `earth` of the usual schema. */
export function vectorMap(attribution: string): Buffer {
  const geo = join(k_root, 'profiles/ca-mau/communes_lite.geojson')
  const index = geojsonvt(JSON.parse(readFileSync(geo, 'utf8')), { maxZoom: 10, indexMaxZoom: 10 })
  const tiles = k_zooms.flatMap((z) =>
    [...covering(z)].flatMap(([x, y]) => {
      const earth = index.getTile(z, x, y)
      if (!earth) return []
      return [{ id: zxyToTileId(z, x, y), bytes: Buffer.from(vtpbf.fromGeojsonVt({ earth })) }]
    }),
  )
  return archive('vector', tiles, attribution)
}
