import { BLOCK_ROWS } from './block.js'
import { guard } from './checksum.js'
import { decodeValues, encodeValues, isTwinned } from './column-values.js'
import { COLUMNS } from './columns.js'
import type { Operation } from './database.js'
import type { Dictionary } from './dictionary.js'
import { type Place, placeKey, SPACE, valuesKey } from './keys.js'
import type { SealedSegment } from './seal.js'
import { decodeHeader, MAX_SHARED_VALUES, type Segment } from './segment.js'
import { deleteTwinned, putTwinned } from './twin.js'

/** Parts of a segment in the space `ordinals` that are no column. */
export const PART = { timestamps: 0xfd, deflateDictionary: 0xfc, holeHashes: 0xfe } as const

/** The columns kept in memory come first in COLUMNS. */
export const IN_MEMORY = COLUMNS.filter(({ inMemory }) => inMemory).length

/** The writes that put a segment, and what is kept of it in memory. Texts new to the dictionary are numbered at once. */
export function placeSegment(
  place: Place,
  sealed: SealedSegment,
  dictionary: Dictionary,
): { segment: Segment; operations: Operation[] } {
  const operations: Operation[] = []
  const put = (key: Buffer, value: Uint8Array) => operations.push({ type: 'put', key, value: guard(key, value) })
  const values = sealed.columns.map(({ texts, counts }, column) => {
    const ids = texts.length > MAX_SHARED_VALUES ? undefined : dictionary.intern(column, texts, operations)
    return encodeValues(counts, ids, texts)
  })
  operations.push(...putTwinned(placeKey(SPACE.header, place), sealed.header))
  for (const [column, { ordinals }] of sealed.columns.entries()) {
    const key = valuesKey(column, place)
    if (isTwinned(values[column]!)) operations.push(...putTwinned(key, values[column]!))
    else put(key, values[column]!)
    if (ordinals[0] !== 0) put(placeKey(SPACE.ordinals, place, [column]), ordinals)
  }
  put(placeKey(SPACE.ordinals, place, [PART.timestamps]), sealed.timestamps)
  put(placeKey(SPACE.ordinals, place, [PART.deflateDictionary]), sealed.deflateDictionary)
  if (sealed.holeHashes.length > 0) put(placeKey(SPACE.ordinals, place, [PART.holeHashes]), sealed.holeHashes)
  put(placeKey(SPACE.idHashes, place), sealed.idHashes)
  for (const [block, bytes] of sealed.blocks.entries()) put(placeKey(SPACE.block, place, [block]), bytes)
  const kept = values.slice(0, IN_MEMORY).map((bytes, column) => decodeValues(bytes, column, dictionary))
  return { segment: { ...decodeHeader(Buffer.from(sealed.header)), place, values: kept }, operations }
}

/** The deletes that remove all of a segment but its id hashes, which the duplicate check still needs. */
export function removeSegment({ place, rows, holes }: Segment): Operation[] {
  const keys = COLUMNS.map((_, column) => placeKey(SPACE.ordinals, place, [column]))
  keys.push(
    placeKey(SPACE.ordinals, place, [PART.timestamps]),
    placeKey(SPACE.ordinals, place, [PART.deflateDictionary]),
  )
  if (holes.length > 0) keys.push(placeKey(SPACE.ordinals, place, [PART.holeHashes]))
  for (let block = 0; block * BLOCK_ROWS < rows; block++) keys.push(placeKey(SPACE.block, place, [block]))
  const twinned = [placeKey(SPACE.header, place), ...COLUMNS.map((_, column) => valuesKey(column, place))]
  return [...twinned.flatMap(deleteTwinned), ...keys.map((key): Operation => ({ type: 'del', key }))]
}
