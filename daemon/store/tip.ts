/** The last committed seq, and waiting until it moves. */
export class Tip {
  #seq: number
  readonly #waiters = new Set<() => void>()

  constructor(seq: number) {
    this.#seq = seq
  }

  get seq(): number {
    return this.#seq
  }

  advance(seq: number): void {
    this.#seq = seq
    for (const wake of this.#waiters) wake()
    this.#waiters.clear()
  }

  async past(seq: number, signal: AbortSignal): Promise<number> {
    while (this.#seq <= seq) {
      signal.throwIfAborted()
      await new Promise<void>((resolve) => {
        const wake = () => {
          signal.removeEventListener('abort', wake)
          this.#waiters.delete(wake)
          resolve()
        }
        this.#waiters.add(wake)
        signal.addEventListener('abort', wake, { once: true })
      })
    }
    signal.throwIfAborted()
    return this.#seq
  }
}
