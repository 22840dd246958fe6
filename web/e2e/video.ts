// A video as large as a test wants it: a true one, with a box of nothing behind it (ISO/IEC
// 14496-12, 8.1.2: readers pass over `free`).
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { k_root } from './server'

export function bigVideo(bytes: number): Buffer {
  const video = readFileSync(join(k_root, 'tests/data/media/road.mp4'))
  const free = Buffer.alloc(bytes - video.length)
  free.writeUInt32BE(free.length, 0)
  free.write('free', 4, 'latin1')
  return Buffer.concat([video, free])
}
