import { guard, verify } from './checksum.js'
import { COLUMNS } from './columns.js'
import type { Database, Operation, Snapshot } from './database.js'
import { dictionaryKey } from './keys.js'

/** Values a column may share trail-wide; further ones stay in their segments, so that a hostile sender cannot fill the memory. */
const MAX_VALUES = 100_000

/** Texts of columns as numbers, trail-wide. Numbers are never reused. */
export interface Dictionary {
  text(column: number, id: number): string
  /** How many ids a column has, for tables indexed by id. */
  size(column: number): number
  /** Learns what another thread has added, as of a snapshot. */
  refresh(snapshot?: Snapshot): Promise<void>
  /**
   * The ids of texts, new ones made where needed; their entries are added to
   * `operations`, to be written with what refers to them. Undefined where the
   * column is full: then nothing was made.
   */
  intern(column: number, texts: readonly string[], operations: Operation[]): Uint32Array | undefined
}

export async function loadDictionary(database: Database): Promise<Dictionary> {
  const texts: string[][] = COLUMNS.map(() => [])
  const ids: Map<string, number>[] = COLUMNS.map(() => new Map())
  const refresh = async (snapshot?: Snapshot) => {
    for (const [column, list] of texts.entries()) {
      // Ids only rise, so what is new lies behind the last one known.
      const range = { gte: dictionaryKey(column, list.length), lt: dictionaryKey(column, 0xffffffff) }
      for await (const group of database.entries(range, snapshot)) {
        for (const [key, guarded] of group) {
          const id = key.readUInt32BE(2)
          const text = verify(key, guarded, `dictionary entry ${column}/${id}`).toString('utf8')
          list[id] = text
          ids[column]!.set(text, id)
        }
      }
    }
  }
  await refresh()
  return {
    refresh,
    text: (column, id) => texts[column]![id] ?? '',
    size: (column) => texts[column]!.length,
    intern(column, wanted, operations) {
      const known = ids[column]!
      const list = texts[column]!
      let missing = 0
      for (const text of wanted) if (!known.has(text)) missing++
      if (known.size + missing > MAX_VALUES) return undefined
      return Uint32Array.from(wanted, (text) => {
        const existing = known.get(text)
        if (existing !== undefined) return existing
        const id = list.length
        const key = dictionaryKey(column, id)
        operations.push({ type: 'put', key, value: guard(key, Buffer.from(text, 'utf8')) })
        list.push(text)
        known.set(text, id)
        return id
      })
    },
  }
}
