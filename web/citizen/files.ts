// Takes pictures and videos into a draft: the thumbnail at once, the small copy when it is ready,
// with the place and time of the original, which is thrown away.
import { uuid7 } from '../shared/ids'
import type { Point } from './draft'
import type { KeptFile } from './outbox'

/** What works on photos comes apart from the form; fetched early, while there is a network. */
export const photoWork = () => import('./photo').catch(() => null)

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
    const work = kind === 'photo' ? await photoWork() : null
    if (work) {
      const facts = await work.exifOf(original)
      const { lat7, lon7, taken_at } = facts
      if (lat7 !== null && lon7 !== null)
        sink.point({ lat7, lon7, accuracy_m: null, source: 'photo' })
      const { blob, thumb } = await work.shrink(original, facts)
      sink.replace({ ...file, blob, thumb, taken_at })
    }
    sink.done()
  }
}
