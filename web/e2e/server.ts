// A server of its own for each journey: a copy of one prepared demo province, a free port, a clock
// that can be moved. Never touches data outside its temporary directory.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const k_root = fileURLToPath(new URL('../..', import.meta.url))
export const k_password = 'camau-demo-2026'

/** The program: a file, or the folder of a build. */
function program(): string {
  const given = resolve(k_root, process.env.CAMAUG_BUILD ?? 'build')
  const found = existsSync(given) && statSync(given).isDirectory() ? join(given, 'camaug') : given
  if (!existsSync(found)) throw new Error(`${found} is not there: build it, or set CAMAUG_BUILD`)
  return found
}

export function camaug(...args: string[]): string {
  return execFileSync(program(), args, { cwd: k_root, encoding: 'utf8', stdio: 'pipe' })
}

export function prepareProvince(): string {
  const folder = mkdtempSync(join(tmpdir(), 'camaug-demo-'))
  camaug('init', '--demo', '--reports', '40', '--seed', '1', '--data', folder)
  return folder
}

export class Server {
  url = ''
  readonly data: string
  private child: ChildProcess | undefined
  private said = ''

  constructor(prepared: string) {
    this.data = mkdtempSync(join(tmpdir(), 'camaug-journey-'))
    cpSync(prepared, this.data, { recursive: true })
  }

  async start(): Promise<void> {
    const web = join(k_root, 'web/dist')
    const args = ['serve', '--demo', '--port', '0', '--no-limits', '--no-access-log']
    const child = spawn(program(), [...args, '--data', this.data, '--web', web], {
      cwd: k_root,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.child = child
    this.said = ''
    const hear = (bytes: Buffer) => (this.said += bytes.toString())
    child.stderr.on('data', hear)
    this.url = await new Promise<string>((found, failed) => {
      child.stdout.on('data', (bytes: Buffer) => {
        hear(bytes)
        const line = /camaug: serving (http:\S+)/.exec(this.said)
        if (line?.[1]) found(line[1])
      })
      child.once('error', failed)
      child.once('exit', (code) => failed(new Error(`camaug ended with ${code}: ${this.said}`)))
    })
  }

  async advance(advance_ms: number): Promise<void> {
    const answer = await fetch(`${this.url}/api/v1/demo/clock`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Requested-By': 'journey' },
      body: JSON.stringify({ advance_ms }),
    })
    if (!answer.ok) throw new Error(`the clock did not move: ${answer.status}`)
  }

  /** How many times the log holds these words. */
  logged(words: string): number {
    return this.said.split(words).length - 1
  }

  async stop(): Promise<void> {
    const child = this.child
    this.child = undefined
    if (child && child.exitCode === null) {
      const ended = new Promise((done) => child.once('exit', done))
      child.kill('SIGTERM')
      await ended
    }
  }

  remove(): void {
    rmSync(this.data, { recursive: true, force: true })
  }
}
