// Makes a photo small on the phone and keeps its time and place. What cannot be decoded (HEIC in
// some browsers) goes out as it is: a photo is never refused here. Loaded with the first photo.
import { exifOf, type PhotoFacts } from './exif'
import { withFacts } from './exif_write'

export { exifOf }

const k_side_max_px = 1600
const k_quality = 0.8
const k_thumb_px = 240

export interface Shrunk {
  blob: Blob
  thumb: Blob | null
}

/** Width and height that fit into `side`, never larger than they were. */
export function fit(width: number, height: number, side: number): [number, number] {
  const scale = Math.min(1, side / Math.max(width, height))
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))]
}

async function draw(picture: ImageBitmap, side: number, quality: number): Promise<Blob | null> {
  const [width, height] = fit(picture.width, picture.height, side)
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  canvas.getContext('2d')?.drawImage(picture, 0, 0, width, height)
  const blob = await new Promise<Blob | null>((resolve) =>
    canvas.toBlob(resolve, 'image/jpeg', quality),
  )
  // Phones keep only a few canvases; an empty one gives its memory back at once.
  canvas.width = canvas.height = 0
  return blob
}

export async function shrink(file: Blob, facts: PhotoFacts): Promise<Shrunk> {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
    const thumb = await draw(picture, k_thumb_px, 0.7)
    const small = await draw(picture, k_side_max_px, k_quality)
    picture.close()
    // The camera's serial number and the like stay behind; time and place are evidence.
    return { blob: small ? await withFacts(small, facts) : file, thumb }
  } catch {
    return { blob: file, thumb: null }
  }
}
