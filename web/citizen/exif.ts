// Reads place and time out of a JPEG before the canvas throws them away. A broken or hostile file
// gives an empty answer, never an exception: the photo is still sent.

export interface PhotoFacts {
  lat7: number | null
  lon7: number | null
  /** Epoch milliseconds; a camera time without zone is taken as the province's. */
  taken_at: number | null
  /** The camera's own words for it, "2026:11:21 10:12:00" and "+07:00"; empty when unknown. */
  clock: string
  zone: string
}

const k_province_offset_minutes = 7 * 60
const k_nothing: PhotoFacts = { lat7: null, lon7: null, taken_at: null, clock: '', zone: '' }
const k_entries_max = 256
const k_year_min = 2000

interface Tiff {
  view: DataView
  /** Offset of the TIFF header; all its pointers count from here. */
  base: number
  little: boolean
}
interface Entry {
  type: number
  count: number
  /** Where the value stands in the view. */
  at: number
}

const k_sizes: Record<number, number> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8 }

/** The TIFF block of the first Exif segment. */
function findTiff(view: DataView): Tiff | null {
  if (view.byteLength < 12 || view.getUint16(0) !== 0xffd8) return null
  let at = 2
  while (at + 4 <= view.byteLength) {
    const marker = view.getUint16(at)
    if (marker >> 8 !== 0xff || marker === 0xffda) return null
    const length = view.getUint16(at + 2)
    if (length < 2) return null
    const exif =
      marker === 0xffe1 && at + 18 <= view.byteLength && view.getUint32(at + 4) === 0x45786966
    if (exif) {
      const base = at + 10
      const order = view.getUint16(base)
      if (order !== 0x4949 && order !== 0x4d4d) return null
      const little = order === 0x4949
      return view.getUint16(base + 2, little) === 42 ? { view, base, little } : null
    }
    at += 2 + length
  }
  return null
}

function readDirectory(tiff: Tiff, offset: number): Map<number, Entry> {
  const { view, base, little } = tiff
  const entries = new Map<number, Entry>()
  const start = base + offset
  const count = Math.min(view.getUint16(start, little), k_entries_max)
  for (let i = 0; i < count; i++) {
    const at = start + 2 + i * 12
    const type = view.getUint16(at + 2, little)
    const values = view.getUint32(at + 4, little)
    const bytes = (k_sizes[type] ?? 1) * values
    const where = bytes <= 4 ? at + 8 : base + view.getUint32(at + 8, little)
    if (where + bytes > view.byteLength) continue
    entries.set(view.getUint16(at, little), { type, count: values, at: where })
  }
  return entries
}

function asText(tiff: Tiff, entry: Entry | undefined): string {
  if (!entry || entry.type !== 2 || entry.count > 64) return ''
  let text = ''
  for (let i = 0; i < entry.count; i++) {
    const code = tiff.view.getUint8(entry.at + i)
    if (code === 0) break
    text += String.fromCharCode(code)
  }
  return text
}

function pointer(tiff: Tiff, entry: Entry | undefined): number | null {
  return entry && entry.type === 4 ? tiff.view.getUint32(entry.at, tiff.little) : null
}

/** Degrees, minutes, seconds as 1e-7 degree; null when out of range. */
function degrees7(tiff: Tiff, entry: Entry | undefined, sign: number, max: number): number | null {
  if (!entry || entry.type !== 5 || entry.count !== 3) return null
  let degrees = 0
  for (let i = 0; i < 3; i++) {
    const over = tiff.view.getUint32(entry.at + i * 8, tiff.little)
    const under = tiff.view.getUint32(entry.at + i * 8 + 4, tiff.little)
    if (under === 0) {
      if (over !== 0 || i === 0) return null
      continue
    }
    degrees += over / under / 60 ** i
  }
  return degrees > max ? null : Math.round(sign * degrees * 1e7)
}

type Time = Pick<PhotoFacts, 'taken_at' | 'clock' | 'zone'>

/** What the server would believe too; cameras without a clock write zeros, blanks or 1970. */
function timeOf(text: string, zone_text: string): Time | null {
  const clock = /^\d{4}:\d\d:\d\d \d\d:\d\d:\d\d/.exec(text)?.[0]
  if (!clock) return null
  const [year, month, day, hour, minute, second] = clock.split(/[: ]/).map(Number) as number[]
  const zone = /^[+-]\d\d:\d\d/.exec(zone_text)?.[0] ?? ''
  const minutes = zone
    ? (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4)))
    : k_province_offset_minutes
  const at = Date.UTC(year!, month! - 1, day, hour, minute, second) - minutes * 60_000
  return year! < k_year_min || Number.isNaN(at) ? null : { taken_at: at, clock, zone }
}

export function readExif(bytes: ArrayBuffer): PhotoFacts {
  try {
    const tiff = findTiff(new DataView(bytes))
    if (!tiff) return k_nothing
    const main = readDirectory(tiff, tiff.view.getUint32(tiff.base + 4, tiff.little))
    const facts = { ...k_nothing }
    const gps_at = pointer(tiff, main.get(0x8825))
    if (gps_at !== null) {
      const gps = readDirectory(tiff, gps_at)
      const south = asText(tiff, gps.get(1)).startsWith('S')
      const west = asText(tiff, gps.get(3)).startsWith('W')
      const lat7 = degrees7(tiff, gps.get(2), south ? -1 : 1, 90)
      const lon7 = degrees7(tiff, gps.get(4), west ? -1 : 1, 180)
      // Cameras without a fix write 0, 0: a place in the Atlantic, never meant.
      if (lat7 !== null && lon7 !== null && (lat7 !== 0 || lon7 !== 0))
        Object.assign(facts, { lat7, lon7 })
    }
    const exif_at = pointer(tiff, main.get(0x8769))
    const exif = exif_at === null ? new Map<number, Entry>() : readDirectory(tiff, exif_at)
    const time =
      timeOf(asText(tiff, exif.get(0x9003)), asText(tiff, exif.get(0x9011))) ??
      timeOf(asText(tiff, main.get(0x0132)), asText(tiff, exif.get(0x9010)))
    return { ...facts, ...time }
  } catch {
    // Pointers beyond the end throw RangeError: the file lies about its sizes.
    return k_nothing
  }
}

/** Only the head of the file is read: Exif stands before the picture. */
export async function exifOf(file: Blob): Promise<PhotoFacts> {
  try {
    return readExif(await file.slice(0, 256 * 1024).arrayBuffer())
  } catch {
    return k_nothing
  }
}
