import { createHash } from 'node:crypto'
import type { DeliveryStep } from '../../protocol/destination.js'
import type { DestinationSettings } from '../../protocol/destination-settings.js'
import type { Records } from '../store/records.js'

/** How far a destination is, on disk. */
export interface StandingRecord {
  /** The log that the seqs belong to. */
  readonly trail: string
  readonly epoch: string
  /** Of the settings that the batches on the way were formed with. */
  readonly formedBy: string
  /** This and all before is delivered, discarded or given up. */
  readonly cursor: number
  /** Last seq of each batch that may be on its way, in order; written before it is sent. */
  readonly onTheWay: readonly number[]
  readonly counts: { readonly [S in DeliveryStep]: number }
  readonly retries: number
  readonly missed: number
  readonly violations: number
  /** The trail was told that it is down, and not yet that it is back. */
  readonly down?: Down
  /** What was sent of a trail that now ends before it, until that is told. */
  readonly beyond?: { readonly from: number; readonly to: number }
}

export interface Down {
  readonly code: string
  readonly message: string
  readonly sinceMs: number
}

const NONE = { received: 0, filteredAtDestination: 0, filteredAtSource: 0, failedDelivery: 0, delivered: 0 }

/** The log that seqs belong to. */
interface Log {
  readonly id: string
  readonly epoch: string
  readonly lastSeq: number
}

/**
 * Where to go on, on disk. It is written down before the log grows: past an old place
 * that lies beyond its end, nobody could tell any more that it meant other events.
 */
export async function openStanding(
  records: Records,
  settings: DestinationSettings,
  log: Log,
  after: number,
): Promise<StandingRecord> {
  const kept = await keptStanding(records, settings)
  const begin = standingIn(kept, settings, log, after)
  const isSame = kept?.trail === log.id && kept.epoch === log.epoch && kept.cursor === begin.cursor
  if (!isSame) await records.put('destination-state', settings.name, begin)
  return begin
}

/** The same, without writing anything. */
export async function readStanding(
  records: Records,
  settings: DestinationSettings,
  log: Log,
  after: number,
): Promise<StandingRecord> {
  return standingIn(await keptStanding(records, settings), settings, log, after)
}

const keptStanding = async (records: Records, { name }: DestinationSettings) =>
  (await records.get('destination-state', name)) as StandingRecord | undefined

/**
 * In a trail that was restored or repaired, hence in another epoch, seqs still mean the
 * same up to its end, so a cursor stays and one that lies beyond goes back to there; in a foreign one nothing is known, and it begins
 * at `after` or, where that lies beyond, at the end. Settings that changed form other
 * batches.
 */
function standingIn(
  kept: StandingRecord | undefined,
  settings: DestinationSettings,
  log: Log,
  after: number,
): StandingRecord {
  const [trail, epoch, formedBy] = [log.id, log.epoch, hashOf(settings)]
  const { beyond: untold, ...before } = kept ?? {}
  const begin = { counts: NONE, retries: 0, missed: 0, violations: 0, ...before, trail, epoch, formedBy }
  if (kept === undefined || kept.trail !== trail)
    return { ...begin, cursor: Math.min(after, log.lastSeq), onTheWay: [] }
  const cursor = Math.min(kept.cursor, log.lastSeq)
  const beyond = kept.cursor > cursor ? { from: cursor + 1, to: Math.max(kept.cursor, untold?.to ?? 0) } : untold
  const isSame = kept.epoch === epoch && kept.formedBy === formedBy
  return { ...begin, cursor, onTheWay: isSame ? kept.onTheWay : [], ...(beyond && { beyond }) }
}

function hashOf(settings: DestinationSettings): string {
  return createHash('sha256').update(JSON.stringify(settings)).digest('base64url').slice(0, 22)
}
