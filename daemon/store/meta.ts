import { randomBytes, randomUUID } from 'node:crypto'
import { TrailError } from '../../protocol/error.js'
import { damageIn, REPAIR_ADVICE } from './damage.js'
import type { Database } from './database.js'
import { SPACE, textKey } from './keys.js'
import { levelRecords } from './level-records.js'
import { pack, unpack } from './pack.js'
import { RESTORED_SETTING } from './records.js'
import { putTwinned, readTwinned } from './twin.js'

/** The version of everything in FORMAT.md. */
export const FORMAT_VERSION = 1

/** What names this trail. */
export interface Meta {
  readonly format: number
  readonly trail: string
  readonly epoch: string
  /** Seed of the id hashes. */
  readonly idSeed: number
  /** The data is a copy that was never opened. */
  readonly copied?: true
}

const KEY = textKey(SPACE.meta, 'trail')

/** Reads it, or makes it for a new trail; a copy gets a new epoch, each time one is opened. Throws `damaged` for a format that is not ours. */
export async function openMeta(database: Database): Promise<Meta> {
  const meta = readMeta(database)
  if (meta === undefined) {
    for await (const _ of database.keys({ gte: Buffer.of(0), lt: Buffer.of(0xff) })) {
      throw new TrailError('damaged', `Cannot open the trail: its name is missing; ${REPAIR_ADVICE}`)
    }
    const made = {
      format: FORMAT_VERSION,
      trail: randomUUID(),
      epoch: randomUUID(),
      idSeed: randomBytes(4).readUInt32LE(0),
    }
    await writeMeta(database, made)
    return made
  }
  if (meta.format !== FORMAT_VERSION) {
    throw new TrailError(
      'damaged',
      `Cannot open the trail: its format is ${meta.format}, this program reads ${FORMAT_VERSION}`,
    )
  }
  if (meta.copied === undefined) return meta
  const { copied: _, ...kept } = meta
  const begun = { ...kept, epoch: randomUUID() }
  await levelRecords(database).put('setting', RESTORED_SETTING, begun.epoch)
  await writeMeta(database, begun)
  return begun
}

/** As it stands there; undefined where there is none. Throws `damaged`. */
export function readMeta(database: Database): Meta | undefined {
  try {
    const bytes = readTwinned(database, KEY, "the trail's name")
    return bytes === undefined ? undefined : (unpack(bytes) as Meta)
  } catch (error) {
    throw new TrailError('damaged', `${damageIn(error).message}; ${REPAIR_ADVICE}`, { cause: error })
  }
}

/** Marks data as a copy: what is written to it from now on is not what is written to the original. */
export async function stampCopy(database: Database): Promise<void> {
  await writeMeta(database, { ...(await openMeta(database)), copied: true })
}

export async function writeMeta(database: Database, meta: Meta): Promise<void> {
  await database.write(putTwinned(KEY, pack(meta)), { sync: true })
}
