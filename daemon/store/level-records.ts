import { guard, verify } from './checksum.js'
import { damageIn } from './damage.js'
import type { Database } from './database.js'
import { rangeOf, SPACE, textKey } from './keys.js'
import { readable } from './load-segments.js'
import { pack, unpack } from './pack.js'
import { type RecordKind, type Records, SECRET_KINDS } from './records.js'

/** Records in LevelDB: space, kind, NUL, name. A damaged one is as if it were not there, and told. */
export function levelRecords(database: Database, onDamage: (problem: string) => void = () => {}): Records {
  const keyOf = (kind: RecordKind, name: string) => textKey(SPACE.record, `${kind}\0${name}`)
  return {
    async get(kind, name) {
      try {
        const bytes = database.read(keyOf(kind, name), `the record ${kind} ${name}`)
        return bytes === undefined ? undefined : unpack(bytes)
      } catch (error) {
        onDamage(damageIn(error).message)
        return undefined
      }
    },
    async list(kind) {
      const found: [string, unknown][] = []
      for await (const [key, guarded] of readable(database, rangeOf(SPACE.record, Buffer.from(`${kind}\0`)))) {
        const name = key.toString('utf8', 1 + kind.length + 1)
        try {
          found.push([name, unpack(verify(key, guarded, `the record ${kind} ${name}`))])
        } catch (error) {
          onDamage(damageIn(error).message)
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

/** Whether a key of the database holds a secret. */
export function isSecret(key: Buffer): boolean {
  if (key[0] !== SPACE.record) return false
  return SECRET_KINDS.has(key.toString('utf8', 1, key.indexOf(0, 1)) as RecordKind)
}
