// The reader of place and time: a camera-like file, both byte orders, and files that lie.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { exifOf, readExif } from './exif'

interface Tag {
  tag: number
  type: number
  values: number[]
}

/** A JPEG of nothing but Exif: main directory, Exif directory, GPS directory. */
function jpeg(options: {
  little?: boolean
  time?: string
  zone?: string
  /** When the file was changed, and the zone of that. */
  changed?: string
  changed_zone?: string
  lat?: number[]
  lon?: number[]
  refs?: [string, string]
}): ArrayBuffer {
  const { little = true, time, zone, changed, changed_zone, lat, lon } = options
  const { refs = ['N', 'E'] } = options
  const bytes = new Uint8Array(2048)
  const view = new DataView(bytes.buffer)
  const base = 12
  view.setUint16(0, 0xffd8)
  view.setUint16(2, 0xffe1)
  view.setUint16(4, 2000)
  bytes.set([0x45, 0x78, 0x69, 0x66, 0, 0], 6)
  view.setUint16(base, little ? 0x4949 : 0x4d4d)
  view.setUint16(base + 2, 42, little)
  view.setUint32(base + 4, 8, little)
  const text = (tag: number, value: string): Tag => ({
    tag,
    type: 2,
    values: [...value, '\0'].map((c) => c.charCodeAt(0)),
  })
  let free = 600
  const directory = (at: number, tags: Tag[]) => {
    view.setUint16(base + at, tags.length, little)
    tags.forEach(({ tag, type, values }, i) => {
      const entry = base + at + 2 + i * 12
      const count = type === 5 ? values.length / 2 : values.length
      const size = { 2: 1, 4: 4, 5: 4 }[type]! * values.length
      view.setUint16(entry, tag, little)
      view.setUint16(entry + 2, type, little)
      view.setUint32(entry + 4, count, little)
      const where = size <= 4 ? entry + 8 : base + free
      if (size > 4) view.setUint32(entry + 8, free, little)
      values.forEach((value, n) => {
        if (type === 2) bytes[where + n] = value
        else view.setUint32(where + n * 4, value, little)
      })
      if (size > 4) free += size
    })
  }
  const main: Tag[] = []
  const exif: Tag[] = []
  if (time) exif.push(text(0x9003, time))
  if (changed) main.push(text(0x0132, changed))
  if (changed_zone) exif.push(text(0x9010, changed_zone))
  if (zone) exif.push(text(0x9011, zone))
  main.push({ tag: 0x8769, type: 4, values: [200] })
  if (lat && lon) main.push({ tag: 0x8825, type: 4, values: [300] })
  directory(8, main)
  directory(200, exif)
  if (lat && lon)
    directory(300, [
      text(1, refs[0]),
      { tag: 2, type: 5, values: lat },
      text(3, refs[1]),
      { tag: 4, type: 5, values: lon },
    ])
  return bytes.buffer
}

const k_lat = [9, 1, 10, 1, 3612, 100]
const k_lon = [105, 1, 9, 1, 864, 100]

describe('readExif', () => {
  it.each([true, false])('reads place and time (little endian: %s)', (little) => {
    const facts = readExif(jpeg({ little, time: '2026:11:21 10:12:00', lat: k_lat, lon: k_lon }))
    expect(facts.lat7).toBe(91767000)
    expect(facts.lon7).toBe(1051524000)
    expect(facts.taken_at).toBe(Date.UTC(2026, 10, 21, 3, 12))
  })
  it('follows the written zone', () => {
    const facts = readExif(jpeg({ time: '2026:11:21 10:12:00', zone: '+00:00' }))
    expect(facts.taken_at).toBe(Date.UTC(2026, 10, 21, 10, 12))
    expect(facts.lat7).toBeNull()
  })
  it('falls back to the time of change, with the zone of that time', () => {
    const facts = readExif(
      jpeg({ changed: '2026:11:21 10:12:00', changed_zone: '+00:00', zone: '+09:00' }),
    )
    expect(facts).toMatchObject({ clock: '2026:11:21 10:12:00', zone: '+00:00' })
    expect(facts.taken_at).toBe(Date.UTC(2026, 10, 21, 10, 12))
  })
  it('knows south and west', () => {
    const facts = readExif(jpeg({ lat: k_lat, lon: k_lon, refs: ['S', 'W'] }))
    expect([facts.lat7, facts.lon7]).toEqual([-91767000, -1051524000])
  })
  it('does not believe 0, 0, no denominator or a latitude above 90', () => {
    expect(readExif(jpeg({ lat: [0, 1, 0, 1, 0, 1], lon: [0, 1, 0, 1, 0, 1] })).lat7).toBeNull()
    expect(readExif(jpeg({ lat: [9, 0, 0, 1, 0, 1], lon: k_lon })).lat7).toBeNull()
    expect(readExif(jpeg({ lat: [95, 1, 0, 1, 0, 1], lon: k_lon })).lat7).toBeNull()
  })
  it('does not believe a time without digits', () => {
    expect(readExif(jpeg({ time: '    :  :     :  :  ' })).taken_at).toBeNull()
    expect(readExif(jpeg({ time: '1999:12:31 23:59:59' })).taken_at).toBeNull()
  })
  it('answers nothing for what is no JPEG, is empty or is cut anywhere', () => {
    const whole = jpeg({ time: '2026:11:21 10:12:00', lat: k_lat, lon: k_lon })
    expect(readExif(new ArrayBuffer(0)).lat7).toBeNull()
    expect(
      readExif(new TextEncoder().encode('not a picture at all').buffer as ArrayBuffer).lat7,
    ).toBeNull()
    for (let length = 0; length < 900; length += 7)
      expect(() => readExif(whole.slice(0, length))).not.toThrow()
  })
  it('survives a directory that points at itself or beyond the file', () => {
    const loop = jpeg({ lat: k_lat, lon: k_lon })
    new DataView(loop).setUint32(16, 0xfffffff0, true)
    const nothing = { lat7: null, lon7: null, taken_at: null, clock: '', zone: '' }
    expect(readExif(loop)).toEqual(nothing)
  })
  it('reads the sample photo of the project', async () => {
    const bytes = readFileSync(join(__dirname, '../../tests/data/media/pothole.jpg'))
    const facts = await exifOf(new Blob([bytes]))
    expect(facts.lat7).toBeGreaterThan(85000000)
    expect(facts.lat7).toBeLessThan(97000000)
    expect(facts.lon7).toBeGreaterThan(1045000000)
    expect(facts.taken_at).not.toBeNull()
  })
})
