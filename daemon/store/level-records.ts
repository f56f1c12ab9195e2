import { guard, verify } from './checksum.js'
import { damageIn } from './damage.js'
import type { Database, Operation } from './database.js'
import { rangeOf, SPACE, textKey } from './keys.js'
import { readable } from './load-segments.js'
import { pack, unpack } from './pack.js'
import { type RecordChange, type RecordKind, type Records, SECRET_KINDS } from './records.js'

/** Records in LevelDB: space, kind, NUL, name. A damaged one is as if it were not there, and told. */
export function levelRecords(database: Database, onDamage: (problem: string) => void = () => {}): Records {
  const keyOf = (kind: RecordKind, name: string) => textKey(SPACE.record, `${kind}\0${name}`)
  const write = (changes: readonly RecordChange[]) =>
    database.write(
      changes.map(({ kind, name, value }): Operation => {
        const key = keyOf(kind, name)
        return value === undefined ? { type: 'del', key } : { type: 'put', key, value: guard(key, pack(value)) }
      }),
      { sync: true },
    )
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
    async list(kind, { prefix = '', after, limit = Number.POSITIVE_INFINITY } = {}) {
      const found: [string, unknown][] = []
      const { gte, lt } = rangeOf(SPACE.record, Buffer.from(`${kind}\0${prefix}`))
      const from = after === undefined ? gte : Buffer.concat([keyOf(kind, after), Buffer.of(0)])
      if (limit === 0 || Buffer.compare(from, lt) >= 0) return found
      for await (const [key, guarded] of readable(database, { gte: Buffer.compare(from, gte) > 0 ? from : gte, lt })) {
        const name = key.toString('utf8', 1 + kind.length + 1)
        try {
          found.push([name, unpack(verify(key, guarded, `the record ${kind} ${name}`))])
        } catch (error) {
          onDamage(damageIn(error).message)
        }
        if (found.length >= limit) break
      }
      return found
    },
    put: (kind, name, value) => write([{ kind, name, value }]),
    delete: (kind, name) => write([{ kind, name }]),
    write,
  }
}

/** Whether a key of the database holds a secret. */
export function isSecret(key: Buffer): boolean {
  if (key[0] !== SPACE.record) return false
  return SECRET_KINDS.has(key.toString('utf8', 1, key.indexOf(0, 1)) as RecordKind)
}
