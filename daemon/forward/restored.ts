import { RESTORED_SETTING } from '../store/records.js'
import { type KeptDestination, written } from './destination-record.js'
import { type ForwardingEvent, resourceOf } from './forwarding-event.js'
import type { PlaceOptions } from './place.js'

export interface RestoredOptions extends Pick<PlaceOptions, 'records' | 'context'> {
  readonly record: (event: ForwardingEvent) => Promise<void>
}

/**
 * In a trail that was just restored from a backup every destination is turned off and
 * says so: the original may still be sending, and receivers could not tell the events
 * of the two apart. Their places mean the same as before; whoever turns one on has it
 * go on there.
 */
export async function turnOffRestored(
  destinations: readonly KeptDestination[],
  { records, context: { trail, now }, record }: RestoredOptions,
): Promise<readonly KeptDestination[]> {
  if ((await records.get('setting', RESTORED_SETTING)) === undefined) return destinations
  const off = destinations.map(({ kept, secrets }): KeptDestination => {
    return kept.enabled ? { kept: { ...kept, enabled: false, restoredAtMs: now() }, secrets } : { kept, secrets }
  })
  for (const { kept } of destinations.filter(({ kept }) => kept.enabled)) {
    const { name } = kept.settings
    await record({
      id: `forwarding-restored-${trail.epoch}-${name}`,
      action: 'Forwarding Destination Disabled',
      resource: resourceOf(name),
      changes: [{ path: '/enabled', before: true, after: false }],
      details: { reason: 'the trail was restored from a backup' },
    })
  }
  await records.write([...off.flatMap(({ kept }) => written(kept)), { kind: 'setting', name: RESTORED_SETTING }])
  return off
}
