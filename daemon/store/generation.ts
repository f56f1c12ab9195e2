import { randomBytes, randomUUID } from 'node:crypto'
import { guard } from './checksum.js'
import { damageIn } from './damage.js'
import type { Database, Operation, Snapshot } from './database.js'
import { SPACE, textKey } from './keys.js'

const KEY = textKey(SPACE.meta, 'generation')

/** Part of every write that changes segments: by it another thread sees that what it knows of them is out of date. */
export function newGeneration(): Operation {
  return { type: 'put', key: KEY, value: guard(KEY, randomBytes(8)) }
}

export function readGeneration(database: Database, snapshot: Snapshot): string {
  try {
    return database.read(KEY, 'the generation', snapshot)?.toString('hex') ?? ''
  } catch (error) {
    damageIn(error)
    // Never the same: then everything is looked at anew, each time.
    return randomUUID()
  }
}
