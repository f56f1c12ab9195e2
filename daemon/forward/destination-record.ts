import type { DestinationSettings } from '../../protocol/destination-settings.js'
import type { RecordChange, Records } from '../store/records.js'

/** A destination as it is on disk, by its name. */
export interface DestinationRecord {
  readonly settings: DestinationSettings
  readonly enabled: boolean
  readonly createdAtMs: number
  /** Seq behind which it begins, where it has not been anywhere yet. */
  readonly after: number
  /** How many secrets it has: they are a record of their own, which a backup leaves out. */
  readonly secrets: number
  /** The receiver said that it wants nothing any more. */
  readonly gone?: { readonly code: string; readonly message: string; readonly atMs: number }
  /** It was turned off because the trail was restored from a backup. */
  readonly restoredAtMs?: number
}

export interface KeptDestination {
  readonly kept: DestinationRecord
  /** The newest first. */
  readonly secrets: readonly string[]
}

export async function readDestinations(records: Records): Promise<readonly KeptDestination[]> {
  const secrets = new Map(await records.list('destination-secret'))
  return (await records.list('destination')).map(([name, value]) => ({
    kept: value as DestinationRecord,
    secrets: (secrets.get(name) ?? []) as readonly string[],
  }))
}

/** What writes a destination, with its secrets where they are given. */
export function written(kept: DestinationRecord, secrets?: readonly string[]): RecordChange[] {
  const { name } = kept.settings
  return [
    { kind: 'destination', name, value: kept },
    ...(secrets === undefined
      ? []
      : [{ kind: 'destination-secret' as const, name, ...(secrets.length > 0 && { value: secrets }) }]),
  ]
}

/** What removes all that is kept of a destination, but for its dead letters. */
export function erased(name: string): RecordChange[] {
  return (['destination', 'destination-secret', 'destination-state', 'discard-samples'] as const).map((kind) => ({
    kind,
    name,
  }))
}
