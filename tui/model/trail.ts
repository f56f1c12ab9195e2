import type { ConnectionState } from '../../protocol/client.js'
import type { Hello } from '../../protocol/message.js'
import { newRateMeter, type RateMeter } from './rate-meter.js'

/** What is known of the trail and of the link to it, whatever is looked at. */
export interface TrailState {
  connection: ConnectionState
  /** When the connection became what it is; of one that was lost, when that was. */
  connectionSinceMs: number
  hello: Hello | undefined
  /** Why the link was lost, while it is. */
  lostBecause: string | undefined
  /** Where on the tape the last time without a link is told. */
  outageAt: number | undefined
  demo: boolean
  /** The highest seq that is known of, shown or not. */
  lastSeq: number
  /** Events in the whole trail; those up to seq `totalAsOf` were counted by the daemon. */
  total: number
  totalAsOf: number
  rate: RateMeter
  lagMs: number | undefined
}

export const newTrail = (connection: ConnectionState, demo: boolean, nowMs: number): TrailState => ({
  connection,
  connectionSinceMs: nowMs,
  hello: undefined,
  lostBecause: undefined,
  outageAt: undefined,
  demo,
  lastSeq: 0,
  total: 0,
  totalAsOf: 0,
  rate: newRateMeter(),
  lagMs: undefined,
})

/** Whether what is shown is as of when the daemon was last heard of. */
export const isStale = ({ hello, connection }: TrailState): boolean => hello !== undefined && connection.kind !== 'open'
