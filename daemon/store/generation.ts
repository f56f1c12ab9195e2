import { randomBytes } from 'node:crypto'
import { guard } from './checksum.js'
import type { Database, Operation, Snapshot } from './database.js'
import { SPACE, textKey } from './keys.js'

const KEY = textKey(SPACE.meta, 'generation')

/** Part of every write that changes segments: by it another thread sees that what it knows of them is out of date. */
export function newGeneration(): Operation {
  return { type: 'put', key: KEY, value: guard(KEY, randomBytes(8)) }
}

export function readGeneration(database: Database, snapshot: Snapshot): string {
  return database.read(KEY, 'the generation', snapshot)?.toString('hex') ?? ''
}
