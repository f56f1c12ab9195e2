import { closeSync, openSync, writeSync } from 'node:fs'
import { isatty } from 'node:tty'
import { showLines } from '../../protocol/show.js'

/** Exit codes as shells count them: 128 and the signal's number. */
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGQUIT: 131, SIGTERM: 143 } as const
const CRASHED = 70
/** How long everybody has to end in order after the screen was given back. */
const PATIENCE_MS = 5000

export interface GuardOptions {
  /** Gives the terminal back; may be called more than once. */
  restore(): void
  /** The program is to end with this code. Called once. */
  end(code: number): void
}

/**
 * Owns every way out of the process while a screen is open, so that the terminal
 * is always given back and the exit code says why. A second signal, or dawdling
 * after the first, ends the process at once.
 */
export function guardProcess({ restore, end }: GuardOptions): { release(): void } {
  let ending = false
  const finish = (code: number) => {
    restore()
    if (ending) process.exit(code)
    ending = true
    setTimeout(() => process.exit(code), PATIENCE_MS).unref()
    end(code)
  }
  const crash = (error: unknown) => {
    restore()
    // Whoever listens too prints and ends, now on a terminal that shows it.
    if (process.listenerCount('uncaughtException') > 1) return
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    try {
      writeSync(2, `audit-trail crashed: ${showLines(text)}\n`)
    } catch {
      // There is nobody left to tell.
    }
    finish(CRASHED)
  }

  const listeners = [
    ...Object.entries(SIGNALS).map(([signal, code]) => [signal, () => finish(code)] as const),
    ['uncaughtException', crash] as const,
    ['exit', restore] as const,
  ]
  for (const [event, listener] of listeners) process.prependListener(event as 'exit', listener)
  return {
    release() {
      for (const [event, listener] of listeners) process.off(event as 'exit', listener)
    },
  }
}

/**
 * Lets go of a terminal that has hung up. The last act of Node is to reset the
 * terminal it was started on, and it aborts where it cannot; of another file under
 * that number it keeps its hands off.
 */
export function letGoWhereHungUp(): void {
  for (const [fd, { isTTY }] of [process.stdin, process.stdout, process.stderr].entries()) {
    if (!isTTY || isatty(fd)) continue
    closeSync(fd)
    // Takes the number that has just become free.
    openSync('/dev/null', 'r+')
  }
}

const GUARDED = ['SIGTERM', 'SIGINT', 'SIGQUIT', 'uncaughtException', 'exit'] as const

/** Runs `open` and takes back what it made the process listen to: blessed ends with 0 on signals, or not at all. */
export function withoutItsHandlers<T>(open: () => T): T {
  const before = GUARDED.map((event) => new Set(process.listeners(event as 'exit')))
  const opened = open()
  for (const [i, event] of GUARDED.entries()) {
    for (const listener of process.listeners(event as 'exit'))
      if (!before[i]!.has(listener)) process.off(event as 'exit', listener)
  }
  return opened
}

/**
 * Stops the process group as Ctrl-Z does and calls `resumed` when it goes on. A
 * process whose shell cannot bring it back is not stopped by the system; it goes
 * on at once.
 */
export function stopUntilContinued(resumed: () => void): void {
  let waiting = true
  const resume = () => {
    if (!waiting) return
    waiting = false
    process.off('SIGCONT', resume)
    clearTimeout(timer)
    resumed()
  }
  process.on('SIGCONT', resume)
  process.kill(0, 'SIGTSTP')
  const timer = setTimeout(resume, 200)
}
