// Time and place written into the small copy: read back by the own reader, and nothing else in it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { exifOf, readExif, type PhotoFacts } from './exif'
import { exifSegment, withFacts } from './exif_write'

const k_known: PhotoFacts = {
  lat7: 91_769_001,
  lon7: 1_051_523_999,
  taken_at: Date.UTC(2026, 10, 21, 3, 12),
  clock: '2026:11:21 10:12:00',
  zone: '+07:00',
}
const k_nothing: PhotoFacts = { lat7: null, lon7: null, taken_at: null, clock: '', zone: '' }

/** A picture as the canvas makes it: its JFIF head, then data. */
const k_picture = [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xda, 0, 2, 7, 7, 0xff, 0xd9]
const picture = () => new Blob([new Uint8Array(k_picture)], { type: 'image/jpeg' })

const written = async (facts: PhotoFacts) => exifOf(await withFacts(picture(), facts))

describe('withFacts', () => {
  it('is read back to the last digit', async () => {
    expect(await written(k_known)).toEqual(k_known)
  })
  it.each([
    { lat7: 1, lon7: -1 },
    { lat7: -899_999_999, lon7: 1_799_999_999 },
    { lat7: 89_999_999, lon7: 1_049_999_999 },
    { lat7: 90_000_000, lon7: 1_050_000_000 },
  ])('keeps the place $lat7, $lon7', async (place) => {
    expect(await written({ ...k_nothing, ...place })).toEqual({ ...k_nothing, ...place })
  })
  it('writes a time without zone as one without zone', async () => {
    const facts = { ...k_nothing, clock: k_known.clock, taken_at: k_known.taken_at }
    expect(await written(facts)).toEqual(facts)
  })
  it('leaves the picture behind it untouched and stays an image', async () => {
    const before = new Uint8Array(await picture().arrayBuffer())
    const blob = await withFacts(picture(), k_known)
    const after = new Uint8Array(await blob.arrayBuffer())
    expect(blob.type).toBe('image/jpeg')
    const added = after.length - before.length
    expect(after.slice(0, 2)).toEqual(before.slice(0, 2))
    expect(after.slice(2 + added)).toEqual(before.slice(2))
  })
  it('adds nothing when nothing is known, and nothing to what is no JPEG', async () => {
    const same = picture()
    expect(await withFacts(same, k_nothing)).toBe(same)
    const png = new Blob([new Uint8Array([0x89, 0x50, 0x4e, 0x47])], { type: 'image/png' })
    expect(await withFacts(png, k_known)).toBe(png)
  })
  it('holds the six tags and two pointers, and no byte more', () => {
    const segment = exifSegment(k_known)!
    const view = new DataView(segment.buffer)
    expect(view.getUint16(2)).toBe(segment.length - 2)
    const directory = (at: number) =>
      Array.from({ length: view.getUint16(at) }, (_, i) => view.getUint16(at + 2 + 12 * i))
    expect(directory(18)).toEqual([0x8769, 0x8825])
    expect(directory(10 + view.getUint32(28))).toEqual([0x9003, 0x9011])
    expect(directory(10 + view.getUint32(40))).toEqual([1, 2, 3, 4])
    const values = 20 + 7 + 2 * 24
    expect(segment.length).toBe(18 + 3 * 6 + 8 * 12 + values)
  })
  it('carries over what the sample photo of the project says', async () => {
    const bytes = readFileSync(join(__dirname, '../../tests/data/media/pothole.jpg'))
    const facts = readExif(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
    expect(facts).toMatchObject({ lat7: 91_769_000, clock: '2026:07:01 08:15:00' })
    expect(await written(facts)).toEqual(facts)
  })
})
