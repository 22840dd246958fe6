// Sends a file so that a broken line costs only what was on its way: small ones in one piece, large
// ones in parts by tus 1.0.0 (https://tus.io/protocols/resumable-upload). Works in a service worker
// too. The server knows the upload by the file's own id, so nothing has to be remembered here.
import { ApiError, ask, upload } from './client'

/** Above this, a file goes in parts. */
export const k_piece_max = 1_000_000
const k_slow_part = 256 * 1024
const k_part = 1024 * 1024
const k_settle_ms = 1500
const k_idle_tries_max = 3
const k_tus = { 'Tus-Resumable': '1.0.0' }

export interface SendOptions {
  secret?: string
  /** How many bytes the server has. */
  told?: (bytes: number) => void
}

/** Smaller parts where a part would take long: less is lost with each break. */
export function partBytes(): number {
  const { connection } = navigator as { connection?: { effectiveType?: string } }
  return /2g|3g/.test(connection?.effectiveType ?? '') ? k_slow_part : k_part
}

/** Another connection, perhaps a dying one of our own, wrote in between. */
const isMoved = ({ problem }: ApiError) =>
  problem?.key === 'error.upload.offset' || problem?.key === 'error.upload_in_progress'

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms))

function offsetIn(response: Response): number {
  const offset = Number(response.headers.get('Upload-Offset') ?? NaN)
  if (!Number.isInteger(offset) || offset < 0) throw new ApiError(0, null, null)
  return offset
}

async function sendInParts(id: string, blob: Blob, options: SendOptions): Promise<void> {
  const { secret, told } = options
  const made = await ask('/api/v1/tus', {
    method: 'POST',
    secret,
    headers: {
      ...k_tus,
      'Upload-Length': String(blob.size),
      'Upload-Metadata': `id ${btoa(id)}`,
    },
  })
  const path = made.headers.get('Location') ?? ''
  const arrived = async () => offsetIn(await ask(path, { method: 'HEAD', secret, headers: k_tus }))
  let offset = await arrived()
  let idle_tries = 0
  while (offset < blob.size) {
    told?.(offset)
    const before = offset
    try {
      const answer = await ask(path, {
        method: 'PATCH',
        secret,
        raw: blob.slice(offset, offset + partBytes()),
        // The last part is answered when the file has been looked at.
        timeout_ms: 180_000,
        headers: {
          ...k_tus,
          'Content-Type': 'application/offset+octet-stream',
          'Upload-Offset': String(offset),
        },
      })
      offset = offsetIn(answer)
    } catch (error) {
      if (!(error instanceof ApiError && (error.unreachable || isMoved(error)))) throw error
      await wait(k_settle_ms)
      offset = await arrived()
    }
    // A line that breaks but carries something is worth going on with.
    idle_tries = offset > before ? 0 : idle_tries + 1
    if (idle_tries > k_idle_tries_max) throw new ApiError(0, null, null)
  }
  told?.(blob.size)
}

/** The same id may be sent again, whole or from where it stopped. Staff leave out the secret. */
export async function sendFile(id: string, blob: Blob, options: SendOptions = {}): Promise<void> {
  if (blob.size > k_piece_max) await sendInParts(id, blob, options)
  else await upload(id, blob, { secret: options.secret, timeout_ms: 180_000 })
}
