import { execFile } from 'node:child_process'

type Environment = Readonly<Record<string, string | undefined>>

/** Tells the service manager how the daemon is. */
export interface Messenger {
  /**
   * Sends assignments as of sd_notify(3), after those of earlier calls. Resolves when
   * they were taken, or could not be sent; never rejects.
   */
  tell(state: Readonly<Record<string, string>>): Promise<void>
  /** The manager ends a daemon that gives no sign of life for so long; undefined: it does not look. */
  readonly watchdogMs: number | undefined
}

export interface MessengerOptions {
  readonly env: Environment
  readonly pid: number
  /** Told once, with the first failure: the daemon goes on. */
  readonly onTrouble: (error: Error) => void
}

const MESSENGER = 'systemd-notify'
const TAKEN_WITHIN_MS = 5000
/** Of them none is the messenger's. */
const NOT_INHERITED = /^(LISTEN_|WATCHDOG_|CREDENTIALS_)/

/** Node has no datagram sockets of the Unix kind, so systemd's own messenger carries the word, a process for each. */
export function openMessenger({ env, pid, onTrouble }: MessengerOptions): Messenger {
  if (!env.NOTIFY_SOCKET) return { tell: async () => {}, watchdogMs: undefined }
  const childEnv = Object.fromEntries(Object.entries(env).filter(([name]) => !NOT_INHERITED.test(name)))
  let troubled = false
  let missing = false
  let last = Promise.resolve()

  const send = (assignments: string[]) =>
    new Promise<void>((resolve) => {
      if (missing) return resolve()
      execFile(MESSENGER, assignments, { env: childEnv, timeout: TAKEN_WITHIN_MS }, (error) => {
        if (error !== null) {
          missing = error.code === 'ENOENT'
          if (!troubled) onTrouble(error)
          troubled = true
        }
        resolve()
      })
    })

  return {
    tell(state) {
      // A line break would begin another assignment.
      const assignments = Object.entries(state).map(([name, value]) => `${name}=${value.replace(/\s+/g, ' ')}`)
      last = last.then(() => send(assignments))
      return last
    },
    watchdogMs: watchdogMs(env, pid),
  }
}

function watchdogMs({ WATCHDOG_USEC, WATCHDOG_PID }: Environment, pid: number): number | undefined {
  const ms = Number(WATCHDOG_USEC ?? 0) / 1000
  const isMeant = WATCHDOG_PID === undefined || Number(WATCHDOG_PID) === pid
  return isMeant && ms > 0 ? ms : undefined
}
