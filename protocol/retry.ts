const FIRST_MS = 500
const LONGEST_MS = 30_000

/**
 * How long to wait before attempt `attempt` (from 1 for the first repetition):
 * anything up to 0.5 s, 1 s, 2 s … 30 s, evenly spread ("full jitter"), so that
 * clients that lost the same daemon do not come back together. `random` is from 0
 * to 1.
 */
export function retryDelayMs(attempt: number, random: number): number {
  return random * Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1))
}
