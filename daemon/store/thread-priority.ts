import { readlinkSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { basename } from 'node:path'

/**
 * Lets the threads that ingest and tail go before the one that calls this, wherever
 * both want the same core. Linux alone has a priority for each thread, under the
 * thread's own id; elsewhere the system decides as before.
 */
export function yieldToOtherThreads(): void {
  try {
    const threadId = Number(basename(readlinkSync('/proc/thread-self')))
    setPriority(threadId, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // A sandbox may forbid it: slower in a crowd, and right all the same.
  }
}
