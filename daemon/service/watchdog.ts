export interface WatchdogOptions {
  /** The longest silence that is forgiven. */
  readonly withinMs: number
  /** Resolves with how things are, once what the daemon depends on has answered. */
  readonly pulse: () => Promise<string>
  readonly alive: (status: string) => Promise<void>
}

/** Signs in the time of one silence: one that comes late is forgiven. */
const SIGNS = 3

/**
 * Gives signs of life, each after a pulse. An event loop that stands still runs no
 * timer, and a pulse that does not come back lets no further one begin: then there is
 * silence, and the service manager ends the daemon and starts another. Returns what
 * ends it.
 */
export function startWatchdog({ withinMs, pulse, alive }: WatchdogOptions): () => void {
  let underWay = false
  const timer = setInterval(async () => {
    if (underWay) return
    underWay = true
    try {
      await alive(await pulse())
    } finally {
      underWay = false
    }
  }, withinMs / SIGNS).unref()
  return () => clearInterval(timer)
}
