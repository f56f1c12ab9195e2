/** Lets so many go on at once; of those who wait, each client in its turn, whatever it asks for. */
export interface Turns {
  /** Resolves, when it is the client's turn, with what ends it. Rejects when aborted before. */
  take(client: object, signal: AbortSignal): Promise<() => void>
}

export interface TurnsOptions {
  readonly atOnce: number
  readonly atOnceOfOne: number
}

export function createTurns({ atOnce, atOnceOfOne }: TurnsOptions): Turns {
  /** In the order of their turns. */
  const waiting = new Map<object, (() => void)[]>()
  const running = new Map<object, number>()
  let going = 0

  const change = (client: object, by: 1 | -1) => {
    going += by
    const count = (running.get(client) ?? 0) + by
    if (count === 0) running.delete(client)
    else running.set(client, count)
  }
  const next = () => {
    for (const [client, starts] of waiting) {
      if (going >= atOnce) return
      if ((running.get(client) ?? 0) >= atOnceOfOne) continue
      waiting.delete(client)
      const start = starts.shift()!
      if (starts.length > 0) waiting.set(client, starts)
      start()
    }
  }

  return {
    async take(client, signal) {
      signal.throwIfAborted()
      await new Promise<void>((resolve, reject) => {
        const start = () => {
          signal.removeEventListener('abort', leave)
          change(client, 1)
          resolve()
        }
        const leave = () => {
          const starts = waiting.get(client)!
          starts.splice(starts.indexOf(start), 1)
          if (starts.length === 0) waiting.delete(client)
          reject(signal.reason)
        }
        signal.addEventListener('abort', leave, { once: true })
        waiting.set(client, [...(waiting.get(client) ?? []), start])
        next()
      })
      let ended = false
      return () => {
        if (ended) return
        ended = true
        change(client, -1)
        next()
      }
    },
  }
}

/** Each step of an iterable in a turn of its own, so that who takes it slowly holds up nobody. */
export async function* inTurns<T>(
  steps: AsyncIterable<T>,
  turn: () => Promise<() => void>,
): AsyncGenerator<T, void, undefined> {
  const iterator = steps[Symbol.asyncIterator]()
  try {
    for (;;) {
      const end = await turn()
      const step = await Promise.resolve(iterator.next()).finally(end)
      if (step.done === true) return
      yield step.value
    }
  } finally {
    await iterator.return?.()
  }
}
