// A bad line between the phone and the server, on loopback: each piece comes later, no faster than
// the line, and connections break. The browser's own throttling does not reach a service worker.
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net'

export interface Line {
  /** One way, so a question and its answer take twice this. */
  delay_ms?: number
  /** Both ways together, over all connections; 0: as fast as loopback. */
  bytes_per_s?: number
  /** After how many bytes towards the server the connection is reset; called once for each. */
  cut_after?: () => number
}

const k_piece = 2048
const k_queued_max = 64 * 1024

export class Proxy {
  url = ''
  /** Connections that were cut. */
  cuts = 0
  /** Bytes that went towards the server. */
  sent = 0
  private away = false
  private free_at = 0
  private readonly open = new Set<Socket>()
  private readonly server: Server

  constructor(
    private readonly target: string,
    private line: Line,
  ) {
    this.server = createServer((client) => this.serve(client))
  }

  async start(): Promise<this> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done))
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
    return this
  }

  use(line: Line): void {
    this.line = line
  }

  /** The line is dead: nothing connects, what is open breaks. */
  setAway(away: boolean): void {
    this.away = away
    if (away) for (const socket of this.open) socket.resetAndDestroy()
  }

  async stop(): Promise<void> {
    for (const socket of this.open) socket.destroy()
    await new Promise((done) => this.server.close(done))
  }

  private serve(client: Socket): void {
    if (this.away) {
      client.resetAndDestroy()
      return
    }
    const { hostname, port } = new URL(this.target)
    const server = connect(Number(port), hostname)
    const limit = this.line.cut_after?.() ?? Infinity
    let through = 0
    for (const socket of [client, server]) {
      this.open.add(socket)
      socket.setNoDelay(true)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        this.open.delete(socket)
        client.destroy()
        server.destroy()
      })
    }
    this.carry(server, client, () => undefined)
    this.carry(client, server, (bytes) => {
      this.sent += bytes
      through += bytes
      if (through < limit) return
      this.cuts += 1
      client.resetAndDestroy()
      server.resetAndDestroy()
    })
  }

  private carry(from: Socket, to: Socket, passed: (bytes: number) => void): void {
    let queued = 0
    from.on('data', (data: Buffer) => {
      for (let at = 0; at < data.length; at += k_piece) {
        const piece = data.subarray(at, at + k_piece)
        queued += piece.length
        setTimeout(() => {
          queued -= piece.length
          if (!to.destroyed) to.write(piece)
          passed(piece.length)
          if (queued < k_queued_max && from.isPaused()) from.resume()
        }, this.wait(piece.length))
      }
      if (queued >= k_queued_max) from.pause()
    })
    from.on('end', () => setTimeout(() => to.end(), this.wait(0)))
  }

  private wait(bytes: number): number {
    const { delay_ms = 0, bytes_per_s = 0 } = this.line
    const now = performance.now()
    this.free_at = Math.max(this.free_at, now)
    if (bytes_per_s > 0) this.free_at += (bytes / bytes_per_s) * 1000
    return this.free_at - now + delay_ms
  }
}

/** 400 kbit/s with an answer after 300 ms at the earliest: a cheap phone far from the mast. */
export const k_slow: Line = { delay_ms: 150, bytes_per_s: 50_000 }
