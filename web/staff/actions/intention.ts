// One command id per intention: the same body on the same version may be sent again under the same
// id (the network failed) and gets the same answer; anything else is a new intention.
import { uuid7 } from '../../shared/ids'

export class Intention {
  #last = ''
  #command = ''

  command(action: string, version: number, body: object): string {
    const now = `${action} ${version} ${JSON.stringify(body)}`
    if (now !== this.#last) {
      this.#last = now
      this.#command = uuid7()
    }
    return this.#command
  }

  /** The server has answered: the next sending is a new intention. */
  settle(): void {
    this.#last = ''
  }
}
