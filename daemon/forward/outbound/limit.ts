export interface Limit {
  readonly signal: AbortSignal
  release(): void
}

/**
 * A signal of its own for one attempt, so that nothing is left behind on those that live
 * longer: the caller's, the one by which a sender ends. Aborts with ETIMEDOUT in time.
 */
export function limited(caller: AbortSignal, ended: AbortSignal, timeoutMs: number): Limit {
  const limit = new AbortController()
  const stop = () => limit.abort(caller.aborted ? caller.reason : ended.reason)
  const late = coded('ETIMEDOUT', `no answer within ${timeoutMs} ms`)
  const timer = setTimeout(() => limit.abort(late), timeoutMs)
  for (const signal of [caller, ended]) signal.addEventListener('abort', stop)
  return {
    signal: limit.signal,
    release() {
      clearTimeout(timer)
      for (const signal of [caller, ended]) signal.removeEventListener('abort', stop)
    },
  }
}

/** A failure as a socket would tell it. */
export function coded(code: string, message: string): Error {
  return Object.assign(new Error(message), { code })
}
