import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { spawn } from '@lydell/node-pty'
import { AUDIT_TRAIL } from '../support/pty.js'

/** A dashboard of 200x50 on a pseudo-terminal whose bytes are looked at and not drawn, so that drawing is not measured. */
export interface BenchDashboard {
  readonly startedAt: number
  /** Bytes it has written so far. */
  readonly written: number
  /** When the first byte from now on came with which the pattern was there. */
  until(pattern: RegExp, withinMs?: number): Promise<number>
  press(keys: string): void
  /** CPU time it has used, ms. */
  cpuMs(): number
  rssMB(): number
  /** Leaves it with q. */
  quit(): Promise<void>
}

const MS_PER_TICK = 10

export function openBenchDashboard(socket: string): BenchDashboard {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [AUDIT_TRAIL, '--connect', `unix:${socket}`], {
    ...{ name: 'xterm-256color', cols: 200, rows: 50 },
    env: {
      ...process.env,
      LANG: 'C.UTF-8',
      LC_ALL: 'C.UTF-8',
      TZ: 'UTC',
      XDG_STATE_HOME: dirname(socket),
      XDG_CONFIG_HOME: dirname(socket),
      NO_COLOR: '',
      TMUX: '',
    },
  })
  let written = 0
  let listener: ((data: string) => void) | undefined
  child.onData((data) => {
    written += Buffer.byteLength(data)
    listener?.(data)
  })
  const ended = new Promise<void>((resolve) => child.onExit(() => resolve()))
  return {
    startedAt,
    get written() {
      return written
    },
    until(pattern, withinMs = 10_000) {
      let seen = ''
      const found = new Promise<number>((resolve) => {
        listener = (data) => {
          seen += data
          if (!pattern.test(seen)) return
          listener = undefined
          resolve(performance.now())
        }
      })
      const late = delay(withinMs, undefined, { ref: false }).then(() => {
        throw new Error(`Cannot see ${pattern} on the dashboard`)
      })
      return Promise.race([found, late])
    },
    press: (keys) => child.write(keys),
    cpuMs() {
      const [user, system] = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]!.split(' ').slice(11, 13)
      return (Number(user) + Number(system)) * MS_PER_TICK
    },
    rssMB: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))![1]) / 1024,
    async quit() {
      child.write('qq')
      await Promise.race([ended, delay(2000, undefined, { ref: false }).then(() => child.kill('SIGKILL'))])
      await ended
    },
  }
}
