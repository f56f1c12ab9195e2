import { guard, verify } from './checksum.js'
import { damageIn } from './damage.js'
import type { Database, Operation, Range, Snapshot } from './database.js'
import { SPACE } from './keys.js'

/**
 * The few values that much else hangs on are written twice, the second time under a
 * key far from the first, so that one damaged block does not take both.
 */
export function putTwinned(key: Buffer, value: Uint8Array): Operation[] {
  const twin = twinKey(key)
  return [
    { type: 'put', key, value: guard(key, value) },
    { type: 'put', key: twin, value: guard(twin, value) },
  ]
}

export function deleteTwinned(key: Buffer): Operation[] {
  return [
    { type: 'del', key },
    { type: 'del', key: twinKey(key) },
  ]
}

/** The value, else its twin. Throws `damaged` where the value is, and there is no twin to take its place. */
export function readTwinned(database: Database, key: Buffer, what: string, snapshot?: Snapshot): Buffer | undefined {
  let damage: unknown
  try {
    const value = database.read(key, what, snapshot)
    if (value !== undefined) return value
  } catch (error) {
    damage = damageIn(error)
  }
  try {
    const twin = database.read(twinKey(key), what, snapshot)
    if (twin !== undefined) return twin
  } catch (error) {
    damage ??= damageIn(error)
  }
  if (damage !== undefined) throw damage
  return undefined
}

/** The same of a value that was read already. */
export function valueOrTwin(
  database: Database,
  key: Buffer,
  guarded: Buffer,
  what: string,
  snapshot: Snapshot | undefined,
): Buffer {
  try {
    return verify(key, guarded, what)
  } catch (error) {
    const twin = readTwinned(database, key, what, snapshot)
    if (twin === undefined) throw error
    return twin
  }
}

/** Where the twins of a range are, each under the key it stands in for, behind one byte. */
export function twinned({ gte, lt }: Range): Range {
  return { gte: twinKey(gte), lt: twinKey(lt) }
}

function twinKey(key: Buffer): Buffer {
  return Buffer.concat([Buffer.of(SPACE.twin), key])
}
