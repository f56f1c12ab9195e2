import { verify } from './checksum.js'
import { type ColumnValues, decodeValues } from './column-values.js'
import { type Damage, damageIn, seqsOf } from './damage.js'
import type { Database, Range, Snapshot } from './database.js'
import type { Dictionary } from './dictionary.js'
import { type Place, placeKey, placeOf, placeOfValues, rangeOf, SPACE, valuesKey } from './keys.js'
import { IN_MEMORY } from './place-segment.js'
import { decodeHeader, type Segment } from './segment.js'
import { segmentCache, segmentReader } from './segment-reader.js'
import { readTwinned, valueOrTwin } from './twin.js'

export interface Loaded {
  /** In seq order. */
  readonly segments: readonly Segment[]
  /** Those of which not enough can be read. */
  readonly damaged: readonly (Damage & { readonly place: Place })[]
}

/**
 * What is kept in memory of every segment: headers and the values of the first
 * columns, no bodies. Keys may be damaged, too, so a segment is believed to be
 * there only where at least one part proves it by its checksum.
 */
export async function loadSegments(database: Database, dictionary: Dictionary): Promise<Loaded> {
  const found = new Map<number, Parts>()
  const problems = new Map<number, string>()
  const partsOf = (place: Place): Parts => {
    const parts = found.get(place.seq) ?? { place, header: undefined, values: Array.from({ length: IN_MEMORY }) }
    found.set(place.seq, parts)
    return parts
  }
  const attempt = ({ seq }: Place, read: () => void) => {
    try {
      read()
    } catch (error) {
      problems.set(seq, damageIn(error).message)
    }
  }
  for await (const [key, guarded] of readable(database, rangeOf(SPACE.header))) {
    const place = placeOf(key)
    attempt(place, () => {
      const bytes = verify(key, guarded, `the header of segment ${place.seq}`)
      partsOf(place).header = decodeHeader(bytes)
    })
  }
  for (let column = 0; column < IN_MEMORY; column++) {
    for await (const [key, guarded] of readable(database, rangeOf(SPACE.values, Uint8Array.of(column)))) {
      const place = placeOfValues(key)
      attempt(place, () => {
        const bytes = verify(key, guarded, `the values of column ${column} of segment ${place.seq}`)
        const parts = partsOf(place)
        parts.values[column] = decodeValues(bytes, column, dictionary)
      })
    }
  }
  const whole: Segment[] = []
  const damaged: { place: Place; problem: string }[] = []
  for (const parts of found.values()) {
    const { place, values } = parts
    if (parts.header === undefined)
      attempt(place, () => {
        const bytes = readTwinned(database, placeKey(SPACE.header, place), `the header of segment ${place.seq}`)
        if (bytes !== undefined) parts.header = decodeHeader(bytes)
      })
    for (let column = 0; column < IN_MEMORY; column++)
      if (values[column] === undefined)
        attempt(place, () => {
          const bytes = readTwinned(
            database,
            valuesKey(column, place),
            `the values of column ${column} of segment ${place.seq}`,
          )
          if (bytes !== undefined) values[column] = decodeValues(bytes, column, dictionary)
        })
    const { header } = parts
    if (header !== undefined && values.every((value) => value !== undefined)) whole.push({ ...header, place, values })
    else
      damaged.push({ place, problem: problems.get(place.seq) ?? `Cannot read segment ${place.seq}: a part is missing` })
  }
  return loaded(whole, damaged)
}

/** As far as they were found. */
interface Parts {
  readonly place: Place
  header: Omit<Segment, 'values' | 'place'> | undefined
  readonly values: (ColumnValues | undefined)[]
}

/** The same as of a snapshot, keeping what is known and has not changed. A segment is only ever replaced by one of fewer rows or a higher revision. */
export async function refreshSegments(
  database: Database,
  dictionary: Dictionary,
  known: readonly Segment[],
  snapshot: Snapshot,
): Promise<Loaded> {
  const bySeq = new Map(known.map((segment) => [segment.place.seq, segment]))
  // What is new is read once, so there is nothing to remember.
  const reader = segmentReader(database, dictionary, snapshot, segmentCache())
  const segments: Segment[] = []
  const problems: { place: Place; problem: string }[] = []
  for await (const [key, guarded] of readable(database, rangeOf(SPACE.header), snapshot)) {
    const place = placeOf(key)
    const before = bySeq.get(place.seq)
    try {
      const header = decodeHeader(valueOrTwin(database, key, guarded, `the header of segment ${place.seq}`, snapshot))
      if (before?.rows === header.rows && before.revision === header.revision) {
        segments.push(before)
        continue
      }
      const bare = { ...header, place, values: [] }
      const values = Array.from({ length: IN_MEMORY }, (_, column) => reader.values(bare, column))
      segments.push({ ...bare, values })
    } catch (error) {
      problems.push({ place, problem: damageIn(error).message })
    }
  }
  return loaded(segments, problems)
}

/** Entries up to the last that can be read. What is behind is missing from the seqs, which is noticed there. */
export async function* readable(
  database: Database,
  range: Range,
  snapshot?: Snapshot,
): AsyncGenerator<readonly [key: Buffer, guarded: Buffer]> {
  try {
    for await (const group of database.entries(range, snapshot)) yield* group
  } catch (error) {
    damageIn(error)
  }
}

function loaded(segments: Segment[], problems: readonly { readonly place: Place; readonly problem: string }[]): Loaded {
  return {
    segments: segments.sort((a, b) => a.place.seq - b.place.seq),
    damaged: problems
      .map(({ place, problem }) => ({ ...seqsOf({ place }), place, problem }))
      .sort((a, b) => a.from - b.from),
  }
}
