// The typed way to the server: one function per kind of call, one error type. It adds what the
// contract asks of every request (command id, version, secret) and never decides what may be done.
import type { components } from './api'
import { uuid7 } from './ids'

export type Schemas = components['schemas']
export type Problem = Schemas['Problem']
export type ReportDetail = Schemas['ReportDetail']
export type Config = Schemas['Config']

/** The server's refusal (`problem`), or no usable answer (`problem` null, status 0 or 5xx). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem | null,
    readonly retry_after_ms: number | null,
  ) {
    super(problem?.detail ?? `HTTP ${status}`)
    this.name = 'ApiError'
  }
  /** Nobody refused: the network or the server was away. */
  get unreachable(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 504
  }
}

export interface CallOptions {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  query?: Record<string, string | number | null | undefined>
  json?: unknown
  raw?: Blob
  headers?: Record<string, string>
  secret?: string
  /** Sent as If-Match. */
  version?: number
  /** Sent as X-Command-Id; repeat the same one to repeat a call safely. */
  command?: string
  timeout_ms?: number
  signal?: AbortSignal
}

/** Retry-After in milliseconds, from seconds or from an HTTP date. */
export function retryAfter(value: string | null, now: number): number | null {
  if (!value) return null
  const seconds = Number(value)
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000)
  const at = Date.parse(value)
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}

/** The page's language; the service worker has no page and takes the product's first. */
function spoken(): string {
  return typeof document === 'undefined' ? 'vi' : document.documentElement.lang || 'vi'
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'key' in value && 'status' in value
}

async function failure(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null)
  const wait = retryAfter(response.headers.get('Retry-After'), Date.now())
  return new ApiError(response.status, isProblem(body) ? body : null, wait)
}

/** The answer itself, when it is a success; ApiError otherwise. */
export async function ask(path: string, options: CallOptions = {}): Promise<Response> {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(options.query ?? {}))
    if (value !== null && value !== undefined && value !== '') query.set(name, String(value))
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'Accept-Language': spoken(),
  }
  if (options.json !== undefined) headers['Content-Type'] = 'application/json'
  if (options.raw) headers['Content-Type'] = 'application/octet-stream'
  if (options.secret) headers['X-Follow-Secret'] = options.secret
  if (options.command) headers['X-Command-Id'] = options.command
  if (options.version !== undefined) headers['If-Match'] = `"${options.version}"`
  Object.assign(headers, options.headers)

  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), options.timeout_ms ?? 30_000)
  options.signal?.addEventListener('abort', () => abort.abort())
  const text = query.toString()
  try {
    const response = await fetch(text ? `${path}?${text}` : path, {
      method: options.method ?? (options.json === undefined ? 'GET' : 'POST'),
      headers,
      body: options.raw ?? (options.json === undefined ? null : JSON.stringify(options.json)),
      signal: abort.signal,
      credentials: 'same-origin',
    })
    if (!response.ok) throw await failure(response)
    // The body too must come within the time: without it the answer is none.
    const body = response.status === 204 ? null : await response.blob()
    return new Response(body, response)
  } catch (error) {
    if (error instanceof ApiError) throw error
    throw new ApiError(0, null, null)
  } finally {
    clearTimeout(timer)
  }
}

export async function call<T>(path: string, options: CallOptions = {}): Promise<T> {
  const response = await ask(path, options)
  if (response.status === 204) return undefined as T
  return (await response.json().catch(() => {
    throw new ApiError(0, null, null)
  })) as T
}

/** The answer to an action that took the report out of the actor's sight. */
export type Gone = Schemas['Gone']

/** One action on a report; `body` is the one that the contract names after the action. */
export function act(
  id: string,
  action: string,
  body: object,
  options: { version?: number; secret?: string; command?: string } = {},
): Promise<ReportDetail | Gone> {
  return call<ReportDetail | Gone>(`/api/v1/reports/${id}/${action}`, {
    method: 'POST',
    json: body,
    command: options.command ?? uuid7(),
    version: options.version,
    secret: options.secret,
  })
}

export const config = (): Promise<Config> => call<Config>('/api/v1/config')

/** A file as it is; the same id may be sent again. Staff leave out the secret. */
export function upload(
  id: string,
  body: Blob,
  options: { secret?: string; timeout_ms?: number } = {},
): Promise<Schemas['UploadInfo']> {
  return call(`/api/v1/uploads/${id}`, {
    method: 'PUT',
    raw: body,
    timeout_ms: 120_000,
    ...options,
  })
}
