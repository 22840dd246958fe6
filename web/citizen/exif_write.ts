// Writes place and time back into a photo that the canvas made small: the canvas drops all that the
// camera knew. Nothing else of the original ever goes in, no model, serial number or thumbnail.
import type { PhotoFacts } from './exif'

interface Tag {
  tag: number
  type: 2 | 4 | 5
  /** ASCII: character codes with the closing zero; rationals: numerator, denominator, and so on. */
  values: number[]
}

const k_ascii = 2
const k_pointer = 4
const k_rational = 5
const k_unit = 1e7

const text = (tag: number, value: string): Tag => ({
  tag,
  type: k_ascii,
  values: [...value, '\0'].map((letter) => letter.charCodeAt(0)),
})

/** 1e-7 degree as degrees, minutes and seconds, without loss. */
function angle(tag: number, value7: number): Tag {
  const all = Math.abs(value7)
  const minutes7 = (all % k_unit) * 60
  return {
    tag,
    type: k_rational,
    values: [
      ...[Math.floor(all / k_unit), 1],
      ...[Math.floor(minutes7 / k_unit), 1],
      ...[(minutes7 % k_unit) * 60, k_unit],
    ],
  }
}

const bytesOf = ({ type, values }: Tag) => values.length * (type === k_ascii ? 1 : 4)
const room = (tags: readonly Tag[]) =>
  6 + tags.reduce((sum, tag) => sum + 12 + (bytesOf(tag) > 4 ? bytesOf(tag) : 0), 0)

/** The Exif segment (APP1) of what is known; null when nothing is. */
export function exifSegment({ lat7, lon7, clock, zone }: PhotoFacts): Uint8Array | null {
  const time = clock ? [text(0x9003, clock), ...(zone ? [text(0x9011, zone)] : [])] : []
  const place =
    lat7 === null || lon7 === null
      ? []
      : [
          text(1, lat7 < 0 ? 'S' : 'N'),
          angle(2, lat7),
          text(3, lon7 < 0 ? 'W' : 'E'),
          angle(4, lon7),
        ]
  const parts = [
    { tag: 0x8769, tags: time },
    { tag: 0x8825, tags: place },
  ].filter(({ tags }) => tags.length > 0)
  if (parts.length === 0) return null

  const main: Tag[] = parts.map(({ tag }) => ({ tag, type: k_pointer, values: [0] }))
  const k_header = 8
  let next = k_header + room(main)
  parts.forEach(({ tags }, i) => {
    main[i]!.values = [next]
    next += room(tags)
  })
  const bytes = new Uint8Array(10 + next)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, 0xffe1)
  view.setUint16(2, bytes.length - 2)
  bytes.set([0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, k_header], 4)
  const base = 10
  let at = k_header
  for (const tags of [main, ...parts.map((part) => part.tags)]) {
    view.setUint16(base + at, tags.length)
    let entry = base + at + 2
    // Behind the entries stands the pointer to a next directory: zero, there is none.
    let free = at + 6 + 12 * tags.length
    for (const one of tags) {
      const size = bytesOf(one)
      view.setUint16(entry, one.tag)
      view.setUint16(entry + 2, one.type)
      view.setUint32(entry + 4, one.type === k_rational ? one.values.length / 2 : one.values.length)
      let where = entry + 8
      if (size > 4) {
        view.setUint32(where, free)
        where = base + free
        free += size
      }
      one.values.forEach((value, n) => {
        if (one.type === k_ascii) bytes[where + n] = value
        else view.setUint32(where + n * 4, value)
      })
      entry += 12
    }
    at += room(tags)
  }
  return bytes
}

/** The JPEG with what is known of the original; what is no JPEG stays as it is. */
export async function withFacts(jpeg: Blob, facts: PhotoFacts): Promise<Blob> {
  const segment = exifSegment(facts)
  if (!segment) return jpeg
  const [first, second] = new Uint8Array(await jpeg.slice(0, 2).arrayBuffer())
  if (first !== 0xff || second !== 0xd8) return jpeg
  return new Blob([jpeg.slice(0, 2), segment as BlobPart, jpeg.slice(2)], { type: jpeg.type })
}
