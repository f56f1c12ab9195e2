import { TrailError } from '../../protocol/error.js'
import { type DeadLetters, openDeadLetters } from './dead-letters.js'
import type { Incident } from './delivery.js'
import {
  type DestinationRecord,
  erased,
  type KeptDestination,
  readDestinations,
  written,
} from './destination-record.js'
import { type ForwardingEvent, incidentEvent } from './forwarding-event.js'
import { openPlace, type Place, type PlaceOptions } from './place.js'
import { turnOffRestored } from './restored.js'

export interface PlaceBookOptions extends Omit<PlaceOptions, 'deadLetters' | 'onIncident'> {
  readonly record: (event: ForwardingEvent) => Promise<void>
}

/** Every destination there is, on disk and at work. */
export interface PlaceBook {
  readonly deadLetters: DeadLetters
  all(): readonly Place[]
  /** Throws `not-found`. */
  named(name: string): Place
  /** As it is once no change is under way; undefined where it is gone. */
  settled(name: string): Promise<Place | undefined>
  /** Makes changes one at a time: names stay unique, and each destination has one place. */
  change<T>(make: () => Promise<T>): Promise<T>
  /** Within a change, as all that follow. */
  add(kept: DestinationRecord, secrets: readonly string[]): Promise<Place>
  replace(place: Place, kept: DestinationRecord, secrets?: readonly string[]): Promise<Place>
  remove(place: Place): Promise<void>
  /** Tries those again that could not be opened, once the cause has passed. */
  resume(): void
  /** Resolves when the trail holds the event. */
  tell(event: ForwardingEvent): Promise<void>
  /** Stops every destination within a second; idempotent. */
  close(): Promise<void>
}

/** Every destination at work as it was. One that cannot work does not keep the others from it. */
export async function openPlaceBook(options: PlaceBookOptions): Promise<PlaceBook> {
  const { records, record, onMistake } = options
  const deadLetters = await openDeadLetters(records)
  const places = new Map<string, Place>()
  const telling = new Set<Promise<unknown>>()
  let changes: Promise<unknown> = Promise.resolve()

  const change: PlaceBook['change'] = (make) => {
    const made = changes.then(make)
    changes = made.catch(() => {})
    return made
  }
  const tell = (event: ForwardingEvent): Promise<void> => {
    const told = record(event)
    const settled = told.catch(() => {}).finally(() => telling.delete(settled))
    telling.add(settled)
    return told
  }
  const onIncident = async ({ kept }: KeptDestination, incident: Incident): Promise<void> => {
    const { name } = kept.settings
    await tell(incidentEvent(name, `${options.context.trail.epoch}-${name}-${kept.createdAtMs}`, incident))
    if (incident.kind !== 'gone') return
    // Not waited for: the change closes the delivery that tells of it.
    change(async () => {
      const place = places.get(name)
      if (place?.kept !== kept) return
      const { code, message } = incident
      await replace(place, { ...kept, enabled: false, gone: { code, message, atMs: options.context.now() } })
    }).catch((error: unknown) => onMistake(error, name))
  }
  const open = async (destination: KeptDestination): Promise<Place> => {
    const place = await openPlace(destination, { ...options, deadLetters, onIncident })
    places.set(destination.kept.settings.name, place)
    return place
  }
  const replace: PlaceBook['replace'] = async (place, kept, secrets) => {
    await records.write(written(kept, secrets))
    await place.close()
    return open({ kept, secrets: secrets ?? place.secrets })
  }

  await Promise.all((await turnOffRestored(await readDestinations(records), options)).map(open))
  return {
    ...{ deadLetters, change, tell, replace },
    all: () => [...places.values()],
    named(name) {
      const place = places.get(name)
      if (place !== undefined) return place
      throw new TrailError('not-found', `Cannot go on: there is no destination "${name}"`, { field: 'name' })
    },
    async settled(name) {
      await changes
      return places.get(name)
    },
    async add(kept, secrets) {
      const { name } = kept.settings
      // What a deletion that was cut off left behind is no part of it.
      await deadLetters.remove(name)
      await records.write([...erased(name), ...written(kept, secrets)])
      return open({ kept, secrets })
    },
    async remove(place) {
      const { name } = place.kept.settings
      // Closed first: it writes down where it is.
      await place.close()
      try {
        await records.write(erased(name))
      } catch (error) {
        await open(place)
        throw error
      }
      places.delete(name)
      await deadLetters.remove(name)
    },
    resume() {
      for (const { kept } of places.values()) {
        const { name } = kept.settings
        change(async () => {
          const place = places.get(name)
          if (place !== undefined && (place.delivery === undefined || place.closed.aborted)) await open(place)
        }).catch((error: unknown) => onMistake(error, name))
      }
    },
    async close() {
      for (let before: unknown; before !== changes; ) {
        before = changes
        await changes
        await Promise.all([...places.values()].map((place) => place.close()))
      }
      await Promise.all(telling)
    },
  }
}
