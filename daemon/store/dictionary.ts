import { verify } from './checksum.js'
import { COLUMNS } from './columns.js'
import { damageIn } from './damage.js'
import type { Database, Operation, Range, Snapshot } from './database.js'
import { dictionaryKey, nextIdKey } from './keys.js'
import { readable } from './load-segments.js'
import { deleteTwinned, putTwinned, readTwinned, twinned } from './twin.js'

/** Values a column may share trail-wide; further ones stay in their segments, so that a hostile sender cannot fill the memory. */
const MAX_VALUES = 100_000

/** Texts of columns as numbers, trail-wide. Numbers are never reused. */
export interface Dictionary {
  text(column: number, id: number): string
  /** Whether the text of every one of these ids is known. A damaged entry is not. */
  knows(column: number, ids: Uint32Array): boolean
  /** How many ids a column has, for tables indexed by id. */
  size(column: number): number
  /** Learns what another thread has added, as of a snapshot. */
  refresh(snapshot?: Snapshot): Promise<void>
  /** Everything it holds, as it is written. */
  written(): Operation[]
  /**
   * The ids of texts, new ones made where needed; their entries are added to
   * `operations`, to be written with what refers to them. Undefined where the
   * column is full: then nothing was made.
   */
  intern(column: number, texts: readonly string[], operations: Operation[]): Uint32Array | undefined
  /**
   * Takes out every text whose id is not among `used`, by column: should it come
   * again, it gets a new id. The deletions are added to `operations`. Who looks at
   * older segments can still read the texts, until the answer is called.
   */
  sweep(used: readonly ReadonlySet<number>[], operations: Operation[]): () => void
}

export async function loadDictionary(database: Database): Promise<Dictionary> {
  const texts: string[][] = COLUMNS.map(() => [])
  const ids: Map<string, number>[] = COLUMNS.map(() => new Map())
  const refresh = async (snapshot?: Snapshot) => {
    for (const [column, list] of texts.entries()) {
      // Ids only rise, so what is new lies behind the last one known.
      const first = list.length
      const range = { gte: dictionaryKey(column, first), lt: dictionaryKey(column, 0xffffffff) }
      try {
        for await (const group of database.entries(range, snapshot)) {
          for (const [key, guarded] of group) learn(column, key, guarded)
        }
      } catch (error) {
        damageIn(error)
      }
      const end = Math.max(list.length, nextIdOf(database, column, snapshot) ?? 0)
      // Swept ones have no twin either.
      if (holesIn(list, first, end)) await learnFromTwins(column, range, snapshot)
      list.length = end
    }
  }
  const learnText = (column: number, id: number, text: string) => {
    texts[column]![id] = text
    ids[column]!.set(text, id)
  }
  // What cannot be read is passed over: whoever refers to an entry that is not there says so.
  const learn = (column: number, key: Buffer, guarded: Buffer) => {
    const id = key.readUInt32BE(2)
    try {
      learnText(column, id, verify(key, guarded, `dictionary entry ${column}/${id}`).toString('utf8'))
    } catch (error) {
      damageIn(error)
    }
  }
  const learnFromTwins = async (column: number, range: Range, snapshot: Snapshot | undefined) => {
    for await (const [key, guarded] of readable(database, twinned(range), snapshot)) {
      const id = key.readUInt32BE(key.length - 4)
      try {
        const text = () => verify(key, guarded, `dictionary entry ${column}/${id}`).toString('utf8')
        if (texts[column]![id] === undefined) learnText(column, id, text())
      } catch (error) {
        damageIn(error)
      }
    }
  }
  await refresh()
  const nextIds = texts.map((list, column) => Math.max(list.length, nextIdOf(database, column) ?? afterLoss(list)))
  return {
    refresh,
    text: (column, id) => texts[column]![id] ?? '',
    size: (column) => texts[column]!.length,
    knows(column, wanted) {
      const list = texts[column]!
      for (let i = 0; i < wanted.length; i++) if (list[wanted[i]!] === undefined) return false
      return true
    },
    written: () =>
      texts.flatMap((list, column) => [
        ...putTwinned(nextIdKey(column), uint32(nextIds[column]!)),
        // Holes of a sparse list are passed over.
        ...list.flatMap((text, id) => putTwinned(dictionaryKey(column, id), Buffer.from(text, 'utf8'))),
      ]),
    intern(column, wanted, operations) {
      const known = ids[column]!
      const list = texts[column]!
      let missing = 0
      for (const text of wanted) if (!known.has(text)) missing++
      if (known.size + missing > MAX_VALUES) return undefined
      const nextId = nextIds[column]!
      const found = Uint32Array.from(wanted, (text) => {
        const existing = known.get(text)
        if (existing !== undefined) return existing
        const id = nextIds[column]!++
        const key = dictionaryKey(column, id)
        operations.push(...putTwinned(key, Buffer.from(text, 'utf8')))
        list[id] = text
        known.set(text, id)
        return id
      })
      if (nextIds[column] !== nextId) {
        const key = nextIdKey(column)
        operations.push(...putTwinned(key, uint32(nextIds[column]!)))
      }
      return found
    },
    sweep(used, operations) {
      const swept = texts.map((list, column) => {
        const gone: number[] = []
        list.forEach((text, id) => {
          if (used[column]!.has(id)) return
          gone.push(id)
          if (ids[column]!.get(text) === id) ids[column]!.delete(text)
          operations.push(...deleteTwinned(dictionaryKey(column, id)))
        })
        return gone
      })
      return () => {
        for (const [column, gone] of swept.entries()) for (const id of gone) delete texts[column]![id]
      }
    },
  }
}

/** The number that the next text of a column gets, told apart from the texts: were the last ones lost, it would be given twice. */
function nextIdOf(database: Database, column: number, snapshot?: Snapshot): number | undefined {
  try {
    return readTwinned(database, nextIdKey(column), `the next id of column ${column}`, snapshot)?.readUInt32LE(0)
  } catch (error) {
    damageIn(error)
    return undefined
  }
}

/** Behind every id that may have been given. */
function afterLoss(list: readonly string[]): number {
  return list.length === 0 ? 0 : list.length + MAX_VALUES
}

function holesIn(list: readonly string[], from: number, end: number): boolean {
  for (let id = from; id < end; id++) if (list[id] === undefined) return true
  return false
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
