import { randomBytes, randomUUID } from 'node:crypto'
import { TrailError } from '../../protocol/error.js'
import { guard } from './checksum.js'
import type { Database } from './database.js'
import { SPACE, textKey } from './keys.js'
import { pack, unpack } from './pack.js'

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
  const bytes = database.read(KEY, "the trail's name")
  if (bytes === undefined) {
    const meta = {
      format: FORMAT_VERSION,
      trail: randomUUID(),
      epoch: randomUUID(),
      idSeed: randomBytes(4).readUInt32LE(0),
    }
    await writeMeta(database, meta)
    return meta
  }
  const meta = unpack(bytes) as Meta
  if (meta.format !== FORMAT_VERSION) {
    throw new TrailError(
      'damaged',
      `Cannot open the trail: its format is ${meta.format}, this program reads ${FORMAT_VERSION}`,
    )
  }
  if (meta.copied === undefined) return meta
  const { copied: _, ...kept } = meta
  const begun = { ...kept, epoch: randomUUID() }
  await writeMeta(database, begun)
  return begun
}

/** Marks data as a copy: what is written to it from now on is not what is written to the original. */
export async function stampCopy(database: Database): Promise<void> {
  await writeMeta(database, { ...(await openMeta(database)), copied: true })
}

export async function writeMeta(database: Database, meta: Meta): Promise<void> {
  await database.write([{ type: 'put', key: KEY, value: guard(KEY, pack(meta)) }], { sync: true })
}
