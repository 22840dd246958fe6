// Takes pictures and videos into a draft: the thumbnail at once, the small copy when it is ready,
// the place and time from the original before it is thrown away.
import { uuid7 } from '../shared/ids'
import type { Point } from './draft'
import { exifOf } from './exif'
import type { KeptFile } from './outbox'
import { shrink } from './photo'

export interface FileSink {
  add: (file: KeptFile) => void
  replace: (file: KeptFile) => void
  point: (point: Point) => void
  done: () => void
}

export async function addFiles(files: readonly File[], sink: FileSink): Promise<void> {
  for (const original of files) {
    const kind = original.type.startsWith('video/') ? 'video' : 'photo'
    const file: KeptFile = {
      id: uuid7(),
      kind,
      blob: original,
      thumb: null,
      taken_at: null,
      done: false,
      refused: null,
    }
    sink.add(file)
    if (kind === 'photo') {
      const { lat7, lon7, taken_at } = await exifOf(original)
      if (lat7 !== null && lon7 !== null)
        sink.point({ lat7, lon7, accuracy_m: null, source: 'photo' })
      const small = await shrink(original)
      sink.replace({ ...file, blob: small.blob, thumb: small.thumb, taken_at })
    }
    sink.done()
  }
}
