// The outbox with a fake server: order, retries, doubles, refusals, files that fail.
import { beforeEach, describe, expect, it } from 'vitest'
import { ApiError, type Problem } from '../shared/client'
import {
  attempt,
  backoff,
  flush,
  trouble,
  type OutboxPorts,
  type Receipt,
  type Waiting,
} from './outbox'

const problem = (status: number, fields: Problem['fields'] = []): Problem => ({
  type: 'about:blank',
  title: '',
  status,
  key: 'error.test',
  detail: 'Không nhận được.',
  fields,
})
const receipt = { id: 'r1', code: 'CM-2026-000123' } as Receipt

function item(part: Partial<Waiting> = {}): Waiting {
  return {
    id: 'r1',
    secret: 's',
    body: { id: 'r1', tile: 'roads', text: 'Ổ gà' } as Waiting['body'],
    files: [
      {
        id: 'f1',
        kind: 'photo',
        blob: new Blob(['1']),
        thumb: null,
        taken_at: null,
        done: false,
        refused: null,
      },
    ],
    label: 'Cầu, đường hư',
    area_name: '',
    queued_at: 1,
    tries: 0,
    next_at: 0,
    phase: 'waiting',
    trouble: null,
    ...part,
  }
}

class FakeServer implements OutboxPorts {
  log: string[] = []
  saved: Waiting[] = []
  received_: { receipt: Receipt | null; rest: Waiting | null }[] = []
  submit_fails: unknown[] = []
  upload_fails: unknown[] = []
  is_online = true
  time = 1000
  upload = async (file: { id: string }) => {
    this.log.push(`upload ${file.id}`)
    const error = this.upload_fails.shift()
    if (error) throw error
  }
  submit = async (body: { id: string; uploads?: string[] }) => {
    this.log.push(`submit ${body.id} ${(body.uploads ?? []).join()}`)
    const error = this.submit_fails.shift()
    if (error) throw error
    return receipt
  }
  save = async (one: Waiting) => void this.saved.push(one)
  received = async (_: Waiting, got: Receipt | null, rest: Waiting | null) =>
    void this.received_.push({ receipt: got, rest })
  now = () => this.time
  online = () => this.is_online
}

let server: FakeServer
beforeEach(() => {
  server = new FakeServer()
})
const away = () => new ApiError(0, null, null)

describe('attempt', () => {
  it('sends files first, then the report, then nothing is left', async () => {
    expect(await attempt(item(), server)).toBeNull()
    expect(server.log).toEqual(['upload f1', 'submit r1 f1'])
    expect(server.received_).toEqual([{ receipt, rest: null }])
  })
  it('keeps id, secret and files when the server is away, and waits longer each time', async () => {
    server.upload_fails = [away(), away()]
    server.submit_fails = [away(), away()]
    const first = (await attempt(item(), server))!
    expect(first).toMatchObject({
      id: 'r1',
      secret: 's',
      tries: 1,
      phase: 'waiting',
      next_at: 6000,
    })
    const second = (await attempt(first, server))!
    expect(second).toMatchObject({ tries: 2, next_at: 16_000 })
    expect(second.trouble?.kind).toBe('unreachable')
    expect(await attempt(second, server)).toBeNull()
    expect(new Set(server.log.filter((line) => line.startsWith('submit')))).toEqual(
      new Set(['submit r1 f1']),
    )
  })
  it('does not upload again what has arrived when only the report failed', async () => {
    server.submit_fails = [away()]
    const rest = (await attempt(item(), server))!
    expect(rest.files[0]!.done).toBe(true)
    await attempt(rest, server)
    expect(server.log).toEqual(['upload f1', 'submit r1 f1', 'submit r1 f1'])
  })
  it('sends the report without waiting for a failing file, and the file after', async () => {
    server.upload_fails = [away()]
    const rest = (await attempt(item(), server))!
    expect(rest.phase).toBe('attaching')
    expect(server.received_[0]).toMatchObject({ receipt, rest: { phase: 'attaching' } })
    expect(await attempt(rest, server)).toBeNull()
    expect(server.log).toEqual(['upload f1', 'submit r1 f1', 'upload f1'])
    expect(server.received_[1]).toEqual({ receipt: null, rest: null })
  })
  it('sends the report before a video, and the video only when the report is in', async () => {
    const photo = item().files[0]!
    const video = { ...photo, id: 'v1', kind: 'video' as const }
    const mixed = item({ files: [video, photo] })
    const rest = (await attempt(mixed, server))!
    expect(server.log).toEqual(['upload f1', 'submit r1 v1,f1'])
    expect(rest).toMatchObject({ phase: 'attaching', trouble: null, next_at: 0 })
    expect(await attempt(rest, server)).toBeNull()
    expect(server.log).toEqual(['upload f1', 'submit r1 v1,f1', 'upload v1'])
  })
  it('leaves out a file that the server refuses, and keeps the rest of the report', async () => {
    server.upload_fails = [new ApiError(415, problem(415), null)]
    expect(await attempt(item(), server)).toBeNull()
    expect(server.saved[0]!.files[0]!.refused).toBe('Không nhận được.')
    expect(server.log).toEqual(['upload f1', 'submit r1 '])
  })
  it('stops at a refusal of the report and names the fields', async () => {
    const fields = [{ field: 'phone', key: 'k', text: 'Số chưa đúng.' }]
    server.submit_fails = [new ApiError(422, problem(422, fields), null)]
    const rest = (await attempt(item(), server))!
    expect(rest.phase).toBe('refused')
    expect(rest.trouble).toEqual({
      kind: 'refused',
      text: 'Không nhận được.',
      fields: [{ field: 'phone', text: 'Số chưa đúng.' }],
    })
  })
  it('obeys Retry-After when it is longer than the own wait', async () => {
    server.submit_fails = [new ApiError(503, problem(503), 90_000)]
    const rest = (await attempt(item(), server))!
    expect(rest.trouble?.kind).toBe('busy')
    expect(rest.next_at).toBe(91_000)
  })
  it('lets a bug through instead of calling it a network fault', async () => {
    server.submit_fails = [new TypeError('bug')]
    await expect(attempt(item(), server)).rejects.toThrow('bug')
  })
})

describe('flush', () => {
  it('takes the oldest first, only what is due, never what was refused', async () => {
    const list = [
      item({ id: 'b', queued_at: 2, files: [], body: { id: 'b', tile: 'x' } as Waiting['body'] }),
      item({ id: 'a', queued_at: 1, files: [], body: { id: 'a', tile: 'x' } as Waiting['body'] }),
      item({ id: 'later', next_at: 99_999 }),
      item({ id: 'no', phase: 'refused' }),
    ]
    await flush(list, server)
    expect(server.log).toEqual(['submit a ', 'submit b '])
  })
  it('sends all reports before the first video', async () => {
    const video = { ...item().files[0]!, id: 'v1', kind: 'video' as const }
    const second = { ...item().body, id: 'r2' }
    await flush(
      [item({ files: [video] }), item({ id: 'r2', queued_at: 2, files: [], body: second })],
      server,
    )
    expect(server.log).toEqual(['submit r1 v1', 'submit r2 ', 'upload v1'])
  })
  it('"Gửi ngay" also takes what would still wait', async () => {
    await flush([item({ next_at: 99_999, files: [] })], server, true)
    expect(server.log).toHaveLength(1)
  })
  it('spares the others while the server is away', async () => {
    server.submit_fails = [away()]
    await flush([item({ files: [] }), item({ id: 'r2', queued_at: 2, files: [] })], server)
    expect(server.log).toHaveLength(1)
  })
  it('a refusal of one does not hold up the next', async () => {
    server.submit_fails = [new ApiError(422, problem(422), null)]
    const second = {
      id: 'r2',
      queued_at: 2,
      files: [],
      body: { id: 'r2', tile: 'x' } as Waiting['body'],
    }
    await flush([item({ files: [] }), item(second)], server)
    expect(server.log).toEqual(['submit r1 ', 'submit r2 '])
  })
})

describe('words of a failed try', () => {
  it.each([
    [away(), false, 'offline'],
    [away(), true, 'unreachable'],
    [new ApiError(502, null, null), true, 'unreachable'],
    [new ApiError(429, problem(429), 1000), true, 'busy'],
    [new ApiError(500, null, null), true, 'server'],
    [new ApiError(413, problem(413), null), true, 'refused'],
  ])('%o', (error, online, kind) => expect(trouble(error, online).kind).toBe(kind))
  it('waits at most five minutes on its own', () => {
    expect(backoff(0, null)).toBe(5_000)
    expect(backoff(50, null)).toBe(300_000)
    expect(backoff(0, 600_000)).toBe(600_000)
  })
})
