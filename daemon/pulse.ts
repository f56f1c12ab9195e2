import type { Clock } from './clock.js'
import type { Trail } from './store/trail.js'

/** Resolves, once the store has answered, with how things are, in words; never rejects. */
export async function pulseOf(trail: Trail, clock: Clock): Promise<string> {
  // A write: nothing else would notice a disk that does not answer. One that refuses has answered.
  if (trail.writable) await clock.touch().catch(() => {})
  return trail.writable ? `Ready, at seq ${trail.lastSeq}` : (trail.problems.at(-1) ?? 'Read-only')
}
