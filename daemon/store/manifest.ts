import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { TrailError } from '../../protocol/error.js'
import { REPAIR_ADVICE } from './damage.js'

/**
 * Throws `damaged` where LevelDB's list of its files breaks off after an earlier
 * state. LevelDB takes that for the truth, and deletes what the list does not name:
 * so look before it opens. The list names the log that it goes on with; LevelDB
 * deletes that only after it has named a later one.
 */
export async function checkManifest(path: string): Promise<void> {
  const names = await readdir(path).catch((): string[] => [])
  const logs = names.filter((name) => name.endsWith('.log')).map((name) => Number.parseInt(name, 10))
  const named = await lastLogNumber(path)
  // Where there is no later one, the log is missing and the list is as it was: the high-water mark tells.
  if (named === undefined || logs.includes(named) || !logs.some((log) => log > named)) return
  throw new TrailError('damaged', `Cannot open ${path}: the end of its MANIFEST is missing; ${REPAIR_ADVICE}`)
}

/** Undefined where none is named, or the list cannot be read, which LevelDB says itself. */
async function lastLogNumber(path: string): Promise<number | undefined> {
  try {
    const current = await readFile(join(path, 'CURRENT'), 'utf8')
    let number: number | undefined
    for (const edit of recordsOf(await readFile(join(path, current.trimEnd())))) number = logNumberIn(edit) ?? number
    return number === 0 ? undefined : number
  } catch {
    return undefined
  }
}

const BLOCK_BYTES = 32 * 1024
/** Checksum (4), length (2), type (1): a whole record, or its first, middle or last piece. */
const HEADER_BYTES = 7
const [WHOLE, LAST] = [1, 4]

function* recordsOf(log: Buffer): Generator<Buffer> {
  let pieces: Buffer[] = []
  for (let at = 0; at + HEADER_BYTES <= log.length; ) {
    const left = BLOCK_BYTES - (at % BLOCK_BYTES)
    if (left < HEADER_BYTES) {
      at += left
      continue
    }
    const [length, type] = [log.readUInt16LE(at + 4), log[at + 6]!]
    at += HEADER_BYTES + length
    pieces.push(log.subarray(at - length, at))
    if (type !== WHOLE && type !== LAST) continue
    yield Buffer.concat(pieces)
    pieces = []
  }
}

const LOG_NUMBER = 2
/** What follows the tag of each field of a version edit: numbers (n) and byte strings (s), all with varints. */
const FIELDS = new Map([
  [1, 's'],
  [LOG_NUMBER, 'n'],
  [3, 'n'],
  [4, 'n'],
  [5, 'ns'],
  [6, 'nn'],
  [7, 'nnnss'],
  [9, 'n'],
])

function logNumberIn(edit: Buffer): number | undefined {
  let found: number | undefined
  let at = 0
  const varint = () => {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = edit.readUInt8(at++)
      value += (byte & 127) * scale
      if (byte < 128) return value
    }
  }
  while (at < edit.length) {
    const tag = varint()
    for (const kind of FIELDS.get(tag)!) {
      const value = varint()
      if (kind === 's') at += value
      else if (tag === LOG_NUMBER) found = value
    }
  }
  return found
}
