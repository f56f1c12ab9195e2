import type { DeadLetter } from '../../protocol/destination.js'
import type { Records } from '../store/records.js'

/** Events a destination gives up at most; then it waits for somebody to look. */
export const MAX_DEAD_LETTERS = 100_000

/** The events that receivers refused for good, by destination, on disk. */
export interface DeadLetters {
  count(destination: string): number
  /** In seq order, behind `after`. */
  list(destination: string, after: number, limit: number): Promise<readonly DeadLetter[]>
  /** On disk when it resolves; one of the same seq is replaced. */
  add(destination: string, letter: DeadLetter): Promise<void>
  /** Without `seqs` all. Resolves with how many there were. */
  remove(destination: string, seqs?: readonly number[]): Promise<number>
}

/** Counts them once, at the start. */
export declare function openDeadLetters(records: Records): Promise<DeadLetters>
