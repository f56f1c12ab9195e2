import { TrailError } from '../../protocol/error.js'
import type { SeqRange } from '../../protocol/request.js'

const MAX_LISTED = 5

/** What an answer had to leave out, as the error that a command ends with once it has printed the rest; undefined where that is nothing. */
export function leftOut(damaged: readonly SeqRange[]): TrailError | undefined {
  if (damaged.length === 0) return undefined
  const listed = damaged.slice(0, MAX_LISTED).map(({ from, to }) => `${from} to ${to}`)
  const more = damaged.length > MAX_LISTED ? ` and ${damaged.length - MAX_LISTED} more stretches` : ''
  return new TrailError(
    'damaged',
    `Cannot read everything: events with seq ${listed.join(', ')}${more} are damaged and left out; see audit-traild check and repair`,
  )
}

/** Each stretch once, in order. */
export function distinct(ranges: readonly SeqRange[]): SeqRange[] {
  const byFrom = new Map<number, SeqRange>()
  for (const range of ranges) if ((byFrom.get(range.from)?.to ?? 0) < range.to) byFrom.set(range.from, range)
  return [...byFrom.values()].sort((a, b) => a.from - b.from)
}
