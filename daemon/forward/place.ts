import type { Destination, Discard } from '../../protocol/destination.js'
import { formatTime } from '../../protocol/time.js'
import type { FollowContext } from '../follow/pieces-after.js'
import type { Records } from '../store/records.js'
import type { DeadLetters } from './dead-letters.js'
import type { Delivery, Incident, Standing } from './delivery.js'
import type { KeptDestination } from './destination-record.js'
import { openDiscards } from './discards.js'
import { openDelivery } from './open-delivery.js'
import { createProgress } from './progress.js'
import { type DestinationTypes, mistakeIn, typeOf } from './settings-check.js'
import { openStanding, readStanding } from './standing-record.js'

/** A destination as it is now: at work, or why it is not. A change of it makes another one. */
export interface Place extends KeptDestination {
  /** Undefined where its settings or secrets do not let it work. */
  readonly delivery: Delivery | undefined
  /** Aborted when it is closed. */
  readonly closed: AbortSignal
  describe(): Destination
  discards(): readonly Discard[]
  scrub: Delivery['scrub']
  /** Idempotent. */
  close(): Promise<void>
}

export interface PlaceOptions {
  readonly context: FollowContext
  readonly records: Records
  readonly deadLetters: DeadLetters
  readonly types: DestinationTypes
  readonly folders: readonly string[]
  readonly random: () => number
  readonly onIncident: (destination: KeptDestination, incident: Incident) => Promise<void>
  readonly onMistake: (error: unknown, destination: string) => void
}

type Halt = Pick<NonNullable<Destination['failure']>, 'code' | 'message'>

/** Why one is off that nobody turned off. */
export const RESTORED: Halt = {
  code: 'RESTORED',
  message: 'The trail was restored from a backup: turn it on once the original no longer sends',
}

/** One that cannot work is there all the same, says why, and keeps its place. */
export async function openPlace(destination: KeptDestination, options: PlaceOptions): Promise<Place> {
  const { kept, secrets } = destination
  const { settings, enabled, gone, restoredAtMs } = kept
  const { records, deadLetters } = options
  const { trail, now } = options.context
  const { name } = settings
  const closing = new AbortController()
  const sinceMs = now()
  const opened = await open(destination, options)
  const idle = 'halt' in opened ? await halted(destination, options) : undefined
  const delivery = 'halt' in opened ? undefined : opened

  const standing = (): Standing => {
    if (delivery !== undefined) return delivery.standing()
    const { halt } = opened as { halt: Halt }
    const failure = { ...halt, since: formatTime(sinceMs), attempts: 0 }
    return { state: enabled ? 'down' : 'disabled', ...idle!.progress.figures, failure }
  }
  return {
    ...{ kept, secrets, delivery, closed: closing.signal },
    describe: () => ({
      settings,
      enabled,
      createdAt: formatTime(kept.createdAtMs),
      secrets: secrets.length,
      dead: deadLetters.count(name),
      ...standing(),
      ...(restoredAtMs !== undefined && { failure: { ...RESTORED, since: formatTime(restoredAtMs), attempts: 0 } }),
      ...(gone !== undefined && {
        state: 'gone',
        failure: { code: gone.code, message: gone.message, since: formatTime(gone.atMs), attempts: 0 },
      }),
    }),
    discards: () => delivery?.discards() ?? idle!.discards.list(),
    async scrub(without) {
      await delivery?.scrub(without)
      idle?.progress.scrub(without)
      idle?.discards.scrub(without)
      await idle?.progress.keep()
      await idle?.discards.keep()
    },
    async close() {
      closing.abort()
      await delivery?.close()
    },
  }

  async function halted({ kept: { settings, after } }: KeptDestination, { onMistake }: PlaceOptions) {
    const onError = (error: unknown) => onMistake(error, name)
    const begin = await openStanding(records, settings, trail, after).catch((error: unknown) => {
      onError(error)
      return readStanding(records, settings, trail, after)
    })
    return {
      progress: createProgress({ destination: name, begin, records, trail, now, onError }),
      discards: await openDiscards(records, name, now),
    }
  }
}

async function open(destination: KeptDestination, options: PlaceOptions): Promise<Delivery | { readonly halt: Halt }> {
  const { kept, secrets } = destination
  const { settings } = kept
  const { context, records, deadLetters, types, folders, random, onIncident, onMistake } = options
  try {
    const problem =
      secrets.length < kept.secrets && secrets.length === 0
        ? 'secret is missing; backups leave it out, so it must be given again'
        : problemIn(destination, options)
    if (problem !== undefined) return { halt: { code: 'INVALID_SETTINGS', message: `Cannot deliver: ${problem}` } }
    return await openDelivery({
      ...{ settings, enabled: kept.enabled, secrets, records, deadLetters, folders, random, after: kept.after },
      type: typeOf(settings, types),
      trail: context.trail,
      now: context.now,
      onIncident: (incident) => onIncident(destination, incident),
      onMistake: (error) => onMistake(error, settings.name),
    })
  } catch (error) {
    onMistake(error, settings.name)
    return { halt: { code: 'INTERNAL', message: 'Cannot deliver: the reason is in the log of the daemon' } }
  }
}

function problemIn({ kept: { settings }, secrets }: KeptDestination, { types, folders }: PlaceOptions) {
  try {
    const mistake = mistakeIn(settings, secrets, types, folders)
    return mistake === undefined ? undefined : `${mistake.field} ${mistake.problem}`
  } catch (error) {
    return (error as Error).message
  }
}
