// The parts of a large file against a small server: from where it stopped, and not for ever.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError } from './client'
import { k_piece_max, sendFile } from './resumable'

const k_id = '019aa000-0000-7000-8000-000000000001'
const k_type = 'application/problem+json'

class FakeServer {
  log: string[] = []
  offset = 0
  /** Answers in place of the next PATCHes. */
  odd: (() => Response | Error)[] = []
  answer = async (path: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers)
    const size = (init.body as Blob | null)?.size ?? 0
    this.log.push(`${init.method} ${path}${size ? ` ${size}` : ''}`)
    if (init.method === 'PUT') return Response.json({})
    expect(headers.get('Tus-Resumable')).toBe('1.0.0')
    expect(headers.get('X-Follow-Secret')).toBe('s')
    if (init.method === 'POST')
      return new Response(null, { status: 201, headers: { Location: '/there' } })
    const told = () => ({ 'Upload-Offset': String(this.offset) })
    if (init.method === 'HEAD') return new Response(null, { status: 204, headers: told() })
    const odd = this.odd.shift()?.()
    if (odd instanceof Error) throw odd
    if (odd) return odd
    expect(headers.get('Upload-Offset')).toBe(String(this.offset))
    this.offset += size
    return new Response(null, { status: 204, headers: told() })
  }
}
const problem = (key: string, status: number) =>
  new Response(JSON.stringify({ key, status }), { status, headers: { 'Content-Type': k_type } })

let server: FakeServer
beforeEach(() => {
  server = new FakeServer()
  vi.stubGlobal('fetch', server.answer)
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const large = new Blob([new Uint8Array(2_500_000)])
const told: number[] = []
const run = () => sendFile(k_id, large, { secret: 's', told: (bytes) => told.push(bytes) })

describe('sendFile', () => {
  it('sends a small file in one piece', async () => {
    await sendFile(k_id, new Blob([new Uint8Array(k_piece_max)]), { secret: 's' })
    expect(server.log).toEqual([`PUT /api/v1/uploads/${k_id} 1000000`])
  })
  it('sends a large one in parts and tells how far it is', async () => {
    told.length = 0
    await run()
    expect(server.log).toEqual([
      'POST /api/v1/tus',
      'HEAD /there',
      'PATCH /there 1048576',
      'PATCH /there 1048576',
      'PATCH /there 402848',
    ])
    expect(told).toEqual([0, 1048576, 2097152, 2500000])
  })
  it('goes on where it stopped', async () => {
    server.offset = 2_000_000
    await run()
    expect(server.log).toEqual(['POST /api/v1/tus', 'HEAD /there', 'PATCH /there 500000'])
  })
  it('goes on over a line that breaks, as long as something comes through', async () => {
    vi.useFakeTimers()
    const broken = () => {
      server.offset += 300_000
      return new TypeError('network')
    }
    server.odd = [broken, broken, broken, broken, broken, broken]
    const done = run()
    await vi.runAllTimersAsync()
    await done
    expect(server.offset).toBe(2_500_000)
  })
  it.each([
    ['another connection writes', () => problem('error.upload_in_progress', 409)],
    ['nothing comes through', () => new TypeError('network')],
  ])('gives up for now when %s', async (_, odd) => {
    vi.useFakeTimers()
    server.odd = Array.from({ length: 9 }, () => odd)
    const held = expect(run()).rejects.toMatchObject({ status: 0 })
    await vi.runAllTimersAsync()
    await held
    expect(server.log.filter((line) => line.startsWith('PATCH'))).toHaveLength(4)
  })
  it('hands a refusal on', async () => {
    server.odd = [() => problem('error.media.kind', 422)]
    const error: unknown = await run().catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({ status: 422 })
  })
})
