import { DESTINATION_LIMITS, type Destination } from '../../protocol/destination.js'
import { TrailError } from '../../protocol/error.js'
import type { Tasks } from '../jobs/tasks.js'
import { eventsAt } from '../query/events-at.js'
import { beginOf } from './begin.js'
import type { Forwarding } from './forwarding.js'
import { resourceOf } from './forwarding-event.js'
import { type Hold, holdsAt } from './hold.js'
import type { Place } from './place.js'
import { openPlaceBook, type PlaceBookOptions } from './place-book.js'
import { previewOf } from './preview.js'
import { problemOf } from './problems.js'
import { readRange } from './replay-range.js'
import { type ResendParts, registerResending } from './resend.js'
import { changesOf } from './setting-changes.js'
import { checkSettings, plainSettings, typeOf } from './settings-check.js'

export interface ForwardingOptions extends PlaceBookOptions {
  readonly tasks: Pick<Tasks, 'register' | 'resume'>
  readonly count: ResendParts['count']
}

export interface OpenForwarding extends Forwarding {
  destinations(): Destination[]
  /** What needs attention, in words. */
  problems(): string[]
  /** For whom retention must wait with what is older than `cutoffMs`. */
  holds(cutoffMs: number): Hold[]
  /** Takes out of what every destination keeps in memory what must not be kept. */
  scrub(without: (value: unknown) => unknown): Promise<void>
  /** Goes on with what could not be opened, once the cause has passed. */
  resume(): void
  /** Stops every destination within a second; idempotent. */
  close(): Promise<void>
}

const DEAD_AT_ONCE = 100
/** Seqs that one event names. */
const MAX_NAMED = 200

export async function openForwarding(options: ForwardingOptions): Promise<OpenForwarding> {
  const { context, types, folders, tasks, count } = options
  const { trail, now } = context
  const book = await openPlaceBook(options)
  const { change, named, tell, deadLetters } = book
  const destinations = () => book.all().map((place) => place.describe())
  const check = (settings: Destination['settings'], secrets: readonly string[]) =>
    checkSettings(settings, secrets, types, folders)
  const { replay, retry } = registerResending({ tasks, context, deadLetters, count, placeOf: book.settled })
  /** What waited because the destination could not work goes on. */
  const resumed = (place: Place): Destination => {
    if (place.delivery !== undefined) tasks.resume()
    return place.describe()
  }

  return {
    destinations,
    problems: () => destinations().flatMap((destination) => problemOf(destination) ?? []),
    holds: (cutoffMs) => holdsAt(trail, destinations(), cutoffMs),
    async scrub(without) {
      for (const place of book.all()) await place.scrub(without)
      await change(async () => {
        for (const place of book.all()) {
          const { gone } = place.kept
          const after = without(gone)
          if (after !== gone) await book.replace(place, { ...place.kept, gone: after as NonNullable<typeof gone> })
        }
      })
    },
    resume: book.resume,
    close: book.close,

    list: async () => ({ destinations: destinations() }),
    create: ({ settings: given, secret, from = 'now', enable = false }, by) =>
      change(async () => {
        const settings = plainSettings(given)
        const { name } = settings
        const secrets = secret === undefined ? [] : [secret]
        const taken = book
          .all()
          .map(({ kept }) => kept.settings.name)
          .find((each) => each.toLowerCase() === name.toLowerCase())
        const field = 'settings.name'
        if (taken !== undefined)
          throw new TrailError('already-exists', `Cannot create the destination: "${taken}" exists`, { field })
        const most = DESTINATION_LIMITS.maxDestinations
        if (book.all().length >= most)
          throw new TrailError('invalid-request', `Cannot create the destination: there are ${most} already`, { field })
        check(settings, secrets)
        const after = await beginOf(from, context)
        const kept = { settings, enabled: enable, createdAtMs: now(), after, secrets: secrets.length }
        // The event first, here and below: a crash in between leaves an event without a change, never a change without an event.
        await tell({
          ...{ action: 'Forwarding Destination Created', ...by, resource: resourceOf(name) },
          changes: changesOf({}, settings),
          details: { from, after, enabled: enable, secrets: secrets.length },
        })
        return (await book.add(kept, secrets)).describe()
      }),
    update: ({ settings: given }, by) =>
      change(async () => {
        const settings = plainSettings(given)
        const place = named(settings.name)
        if (settings.type !== place.kept.settings.type) {
          const message = `Cannot change the destination: its type stays "${place.kept.settings.type}"`
          throw new TrailError('invalid-request', message, { field: 'settings.type' })
        }
        check(settings, place.secrets)
        const differences = changesOf(place.kept.settings, settings)
        if (differences.length === 0) return place.describe()
        await tell({
          ...{ action: 'Forwarding Destination Updated', ...by, resource: resourceOf(settings.name) },
          changes: differences,
        })
        return resumed(await book.replace(place, { ...place.kept, settings }))
      }),
    toggle: ({ name, enabled }, by) =>
      change(async () => {
        const place = named(name)
        const { gone: _, restoredAtMs: __, ...kept } = place.kept
        if (kept.enabled === enabled) return place.describe()
        if (enabled) check(kept.settings, place.secrets)
        const event = {
          ...{
            action: `Forwarding Destination ${enabled ? 'Enabled' : 'Disabled'}`,
            ...by,
            resource: resourceOf(name),
          },
          changes: [{ path: '/enabled', before: !enabled, after: enabled }],
        }
        if (enabled) await tell(event)
        const replaced = await book.replace(place, { ...kept, enabled })
        // What is to stop stops even where that cannot be told.
        if (!enabled) await tell(event)
        return resumed(replaced)
      }),
    delete: ({ name }, by) =>
      change(async () => {
        const place = named(name)
        await book.remove(place)
        await tell({
          ...{ action: 'Forwarding Destination Deleted', ...by, resource: resourceOf(name) },
          changes: changesOf(place.kept.settings, {}),
        })
        return {}
      }),
    secret: ({ name, secret, keepPrevious = false }, by) =>
      change(async () => {
        const place = named(name)
        if (secret === null && keepPrevious) {
          const message = 'Cannot take the secret away and keep it: expected one of them'
          throw new TrailError('invalid-request', message, { field: 'keepPrevious' })
        }
        const kept = keepPrevious ? place.secrets.slice(0, 1) : []
        const secrets = secret === null ? [] : [...new Set([secret, ...kept])]
        check(place.kept.settings, secrets)
        if (secret === null && place.kept.secrets === 0) return place.describe()
        await tell({
          ...{
            action: `Forwarding Secret ${secret === null ? 'Removed' : 'Replaced'}`,
            ...by,
            resource: resourceOf(name),
          },
          details: { keepPrevious, secrets: secrets.length },
        })
        return resumed(await book.replace(place, { ...place.kept, secrets: secrets.length }, secrets))
      }),
    async test({ name }, by, signal) {
      const { delivery, describe } = named(name)
      const { code = '', message = '' } = describe().failure ?? {}
      const result = (await delivery?.test(signal)) ?? { delivered: false, tookMs: 0, code, message }
      await tell({
        ...{ action: 'Forwarding Destination Tested', ...by, resource: resourceOf(name) },
        outcome: result.delivered ? 'success' : 'failure',
        details: { ...result },
      })
      return result
    },
    async preview({ seq, name, settings: given }) {
      if ((name === undefined) === (given === undefined)) {
        const message = 'Cannot preview: either name or settings must be given'
        throw new TrailError('invalid-request', message, { field: 'name' })
      }
      const settings = name === undefined ? plainSettings(given!) : named(name).kept.settings
      const [event] = await eventsAt(context, [seq])
      if (event === undefined) {
        throw new TrailError('not-found', `Cannot preview: the trail holds no event ${seq}`, { field: 'seq' })
      }
      return previewOf(event, settings, typeOf(settings, types))
    },
    discards: async ({ name }) => ({ discards: [...named(name).discards()] }),
    async dead({ name, after = 0, limit = DEAD_AT_ONCE }) {
      named(name)
      const found = await deadLetters.list(name, after, limit + 1)
      return { dead: found.slice(0, limit), more: found.length > limit }
    },
    discard: ({ name, seqs }, by) =>
      change(async () => {
        named(name)
        const details = seqs === undefined ? { all: true, count: deadLetters.count(name) } : namedSeqs(seqs)
        await tell({ ...{ action: 'Forwarding Dead Letters Discarded', ...by, resource: resourceOf(name) }, details })
        return { count: await deadLetters.remove(name, seqs) }
      }),
    async replay({ name, ...asked }, by) {
      const { createdAtMs } = named(name).kept
      const range = readRange(asked)
      await tell({ action: 'Forwarding Replay Started', ...by, resource: resourceOf(name), details: asked })
      return replay({ name, createdAtMs, ...range }, name)
    },
    async retry({ name, seqs }, by) {
      const { createdAtMs } = named(name).kept
      const details = seqs === undefined ? { all: true } : namedSeqs(seqs)
      await tell({ action: 'Forwarding Retry Started', ...by, resource: resourceOf(name), details })
      return retry({ name, createdAtMs, ...(seqs !== undefined && { seqs }) }, name)
    },
  }
}

const namedSeqs = (seqs: readonly number[]) => ({ seqs: seqs.slice(0, MAX_NAMED), count: seqs.length })
