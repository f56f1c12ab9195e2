import { TrailError } from '../../protocol/error.js'
import type { Database } from './database.js'

/**
 * The same database up to its first failed write; from then on nothing is written
 * to it. LevelDB remembers some errors and forgets others: on a handle whose log
 * broke off in the middle of a record, later writes succeed and are gone when it is
 * opened again. Writes throw `cannot-write`, also the one that failed: it may be on
 * disk all the same. `onFailure` is called once.
 */
export function failStop(database: Database, onFailure: (cause: unknown) => void): Database {
  const inFlight = new Set<Promise<void>>()
  let failure: TrailError | undefined

  const fail = (cause: unknown) => {
    if (failure !== undefined) return
    const reason = cause instanceof Error ? cause.message : String(cause)
    failure = new TrailError('cannot-write', `Cannot write: ${reason}; reads go on`, { cause })
    onFailure(cause)
  }
  const pass = async (work: () => Promise<void>) => {
    if (failure !== undefined) throw failure
    const working = work().catch(fail)
    inFlight.add(working)
    await working
    inFlight.delete(working)
    // They settle in any order: one of those still under way may have failed in front of this one.
    await Promise.all(inFlight)
    if (failure !== undefined) throw failure
  }
  return {
    ...database,
    write: (operations, options) => pass(() => database.write(operations, options)),
    async compact(range) {
      // Compaction may take long, and no write waits for it.
      if (failure !== undefined) throw failure
      await database.compact(range)
    },
  }
}
