// Resumable uploads as the protocol's own client sees them (tus-js-client): whole, over lines that
// break, refused for good, ended; and the refusals that the protocol asks for (tus.io, 1.0.0).
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Upload } from 'tus-js-client'
import { followSecret, uuid7 } from '../shared/ids'
import { expect, test } from './fixtures'
import { Proxy } from './proxy'
import { k_root } from './server'
import { bigVideo } from './video'

const k_path = '/api/v1/tus'
/** The last part may take a while to be looked at, and its connection may break meanwhile. */
const k_retries = [0, 50, 100, 200, 200, 200, 200, 200, 200, 500, 500, 1000, 1000, 2000, 2000]

interface Sent {
  id: string
  secret: string
  url: string
}
const headersOf = (secret: string) => ({ 'X-Follow-Secret': secret, 'X-Requested-By': 'journey' })

/** Through the public client; rejects with its error. */
function send(
  origin: string,
  file: Buffer,
  more: { chunk?: number; id?: string; secret?: string } = {},
) {
  const id = more.id ?? uuid7()
  const secret = more.secret ?? followSecret()
  return new Promise<Sent>((done, failed) => {
    const upload: Upload = new Upload(file, {
      endpoint: origin + k_path,
      headers: headersOf(secret),
      metadata: { id, filetype: 'video/mp4' },
      chunkSize: more.chunk ?? Infinity,
      retryDelays: k_retries,
      onSuccess: () => done({ id, secret, url: upload.url! }),
      onError: failed,
    })
    upload.start()
  })
}

async function stored(origin: string, { id, secret }: Sent) {
  const answer = await fetch(`${origin}/api/v1/uploads/${id}`, { headers: headersOf(secret) })
  return { status: answer.status, info: (await answer.json()) as Record<string, unknown> }
}
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

test('the public client sends a video whole and in parts', async ({ server }) => {
  const file = bigVideo(3_000_000)
  for (const chunk of [Infinity, 256 * 1024]) {
    const sent = await send(server.url, file, { chunk })
    const { status, info } = await stored(server.url, sent)
    expect(status).toBe(200)
    expect(info).toMatchObject({ kind: 'video', bytes: file.length, sha256: sha256(file) })
  }
})

test('connections that break at random cost nothing that has arrived', async ({ server }) => {
  const file = bigVideo(6_000_000)
  let seed = 20261126
  const random = () => (seed = (seed * 1103515245 + 12345) % 2 ** 31) / 2 ** 31
  const cut_after = () => 300_000 + Math.floor(random() * 900_000)
  // Slow enough for the server to have read what the line has carried when it breaks.
  const proxy = await new Proxy(server.url, { bytes_per_s: 4_000_000, cut_after }).start()
  const sent = await send(proxy.url, file, { chunk: 1_000_000 })
  await proxy.stop()
  expect(proxy.cuts).toBeGreaterThan(3)
  // Only what was on its way when the line broke is sent again.
  expect(proxy.sent).toBeLessThan(file.length * 1.5)
  const { info } = await stored(server.url, sent)
  expect(info).toMatchObject({ bytes: file.length, sha256: sha256(file) })
})

test('an upload goes on after the server was restarted', async ({ server }) => {
  const file = bigVideo(2_000_000)
  const id = uuid7()
  const secret = followSecret()
  const create = await ask(server.url, 'POST', k_path, secret, creation(id, file.length))
  const path = create.headers.get('Location')!
  await part(server.url, path, secret, file.subarray(0, 700_000), 0)
  await server.stop()
  await server.start()
  const again = await ask(server.url, 'POST', k_path, secret, creation(id, file.length))
  expect(again.headers.get('Location')).toBe(path)
  const head = await ask(server.url, 'HEAD', path, secret)
  expect(head.headers.get('Upload-Offset')).toBe('700000')
  const rest = await part(server.url, path, secret, file.subarray(700_000), 700_000)
  expect(rest.status).toBe(204)
  expect((await stored(server.url, { id, secret, url: path })).info.sha256).toBe(sha256(file))
  // A last answer that was lost: the whole is there, and nothing is taken twice.
  const whole = await ask(server.url, 'HEAD', path, secret)
  expect(whole.headers.get('Upload-Offset')).toBe(String(file.length))
  expect((await part(server.url, path, secret, file.subarray(0, 10), 0)).status).toBe(409)
})

test('what is no picture and no video is refused for good', async ({ server }) => {
  const refused = send(server.url, Buffer.alloc(50_000, 'không phải phim '))
  await expect(refused).rejects.toThrow(/response code: 4\d\d/)
})

test('an upload that nobody wants any more is ended', async ({ server }) => {
  const file = readFileSync(join(k_root, 'tests/data/media/road.mp4'))
  const sent = await send(server.url, file)
  const path = new URL(sent.url).pathname
  const other = await ask(server.url, 'DELETE', path, followSecret())
  expect(other.status).toBe(404)
  expect((await ask(server.url, 'DELETE', path, sent.secret)).status).toBe(204)
  expect((await stored(server.url, sent)).status).toBe(404)
  const head = await ask(server.url, 'HEAD', path, sent.secret)
  expect(head.headers.get('Upload-Offset')).toBe('0')
})

test('the refusals of the protocol', async ({ server }) => {
  const secret = followSecret()
  const id = uuid7()
  const options = await fetch(server.url + k_path, { method: 'OPTIONS' })
  expect(options.status).toBe(204)
  expect(options.headers.get('Tus-Version')).toBe('1.0.0')
  expect(options.headers.get('Tus-Extension')).toBe('creation,termination')
  expect(Number(options.headers.get('Tus-Max-Size'))).toBe(100 * 1024 * 1024)

  const old = { ...creation(id, 10), 'Tus-Resumable': '0.2.2' }
  const version = await ask(server.url, 'POST', k_path, secret, old)
  expect(version.status).toBe(412)
  expect(version.headers.get('Tus-Version')).toBe('1.0.0')
  const create = (bytes: number | string, name = id) =>
    ask(server.url, 'POST', k_path, secret, creation(name, bytes))
  expect((await create(0)).status).toBe(400)
  expect((await create('')).status).toBe(422)
  expect((await create(-1)).status).toBe(422)
  expect((await create(101 * 1024 * 1024)).status).toBe(413)
  expect((await create(10, 'not-a-uuid')).status).toBe(422)
  const made = await create(10)
  expect(made.status).toBe(201)
  expect(made.headers.get('Tus-Resumable')).toBe('1.0.0')
  const path = made.headers.get('Location')!

  const head = await ask(server.url, 'HEAD', path, secret)
  expect(head.headers.get('Upload-Offset')).toBe('0')
  expect(head.headers.get('Upload-Length')).toBe('10')
  expect(head.headers.get('Cache-Control')).toBe('no-store')
  const at = (more: Record<string, string>) =>
    ask(server.url, 'PATCH', path, secret, more, Buffer.from('12345'))
  const type = { 'Content-Type': 'application/offset+octet-stream' }
  expect((await at({ 'Upload-Offset': '0', 'Content-Type': 'video/mp4' })).status).toBe(415)
  expect((await at({ ...type, 'Upload-Offset': '3' })).status).toBe(409)
  expect((await at(type)).status).toBe(422)
  const first = await at({ ...type, 'Upload-Offset': '0' })
  expect(first.status).toBe(204)
  expect(first.headers.get('Upload-Offset')).toBe('5')
  const none = await ask(server.url, 'PATCH', path, secret, { ...type, 'Upload-Offset': '5' })
  expect([none.status, none.headers.get('Upload-Offset')]).toEqual([204, '5'])
  const long = Buffer.alloc(20)
  expect((await part(server.url, path, secret, long, 5)).status).toBe(413)
  // For networks that let no PATCH through.
  const stood = { ...type, 'Upload-Offset': '5', 'X-HTTP-Method-Override': 'PATCH' }
  const over = await ask(server.url, 'POST', path, secret, stood, Buffer.from('678'))
  expect(over.headers.get('Upload-Offset')).toBe('8')

  // Somebody else's secret, another length, a mark that was made up.
  expect((await ask(server.url, 'HEAD', path, followSecret())).status).toBe(404)
  expect((await ask(server.url, 'HEAD', path.replace('/10/', '/11/'), secret)).status).toBe(404)
  expect((await ask(server.url, 'HEAD', path.slice(0, -4) + '0000', secret)).status).toBe(404)
})

function creation(id: string, bytes: number | string): Record<string, string> {
  return {
    'Upload-Length': String(bytes),
    'Upload-Metadata': `filetype ${btoa('video/mp4')},id ${btoa(id)}`,
  }
}

function ask(
  origin: string,
  method: string,
  path: string,
  secret: string,
  headers: Record<string, string> = {},
  body?: Buffer,
): Promise<Response> {
  return fetch(origin + path, {
    method,
    headers: { ...headersOf(secret), 'Tus-Resumable': '1.0.0', ...headers },
    ...(body ? { body: new Uint8Array(body) } : {}),
  })
}

function part(origin: string, path: string, secret: string, bytes: Buffer, offset: number) {
  const headers = {
    'Content-Type': 'application/offset+octet-stream',
    'Upload-Offset': String(offset),
  }
  return ask(origin, 'PATCH', path, secret, headers, bytes)
}
