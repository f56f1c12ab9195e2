import type { Messenger } from './notify.js'
import { startWatchdog } from './watchdog.js'

export interface Managed {
  reloaded(sentence: string): void
  stopping(): void
}

export interface ManagedOptions {
  readonly messenger: Messenger
  readonly addresses: readonly string[]
  readonly pulse: () => Promise<string>
}

/** Tells the service manager that the daemon is ready, and from then on that it is alive. */
export function underManager({ messenger, addresses, pulse }: ManagedOptions): Managed {
  const { tell, watchdogMs } = messenger
  const ready = (status: string) => void tell({ READY: '1', STATUS: status })
  ready(`Ready, listening on ${addresses.join(' and ')}`)
  const end =
    watchdogMs === undefined
      ? () => {}
      : startWatchdog({
          withinMs: watchdogMs,
          pulse,
          alive: (status) => tell({ WATCHDOG: '1', STATUS: status }),
        })
  return {
    reloaded: ready,
    stopping() {
      end()
      void tell({ STOPPING: '1', STATUS: 'Stopping' })
    },
  }
}
