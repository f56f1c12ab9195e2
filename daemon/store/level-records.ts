import { guard, verify } from './checksum.js'
import type { Database } from './database.js'
import { rangeOf, SPACE, textKey } from './keys.js'
import { pack, unpack } from './pack.js'
import type { RecordKind, Records } from './records.js'

/** Records in LevelDB: space, kind, NUL, name. */
export function levelRecords(database: Database): Records {
  const keyOf = (kind: RecordKind, name: string) => textKey(SPACE.record, `${kind}\0${name}`)
  return {
    async get(kind, name) {
      const bytes = database.read(keyOf(kind, name), `the record ${kind} ${name}`)
      return bytes === undefined ? undefined : unpack(bytes)
    },
    async list(kind) {
      const found: [string, unknown][] = []
      for await (const group of database.entries(rangeOf(SPACE.record, Buffer.from(`${kind}\0`)))) {
        for (const [key, guarded] of group) {
          const name = key.toString('utf8', 1 + kind.length + 1)
          found.push([name, unpack(verify(key, guarded, `the record ${kind} ${name}`))])
        }
      }
      return found
    },
    put(kind, name, value) {
      const key = keyOf(kind, name)
      return database.write([{ type: 'put', key, value: guard(key, pack(value)) }], { sync: true })
    },
    delete: (kind, name) => database.write([{ type: 'del', key: keyOf(kind, name) }], { sync: true }),
  }
}
