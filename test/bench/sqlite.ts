import { statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { AuditEvent } from '#protocol/event.js'
import { FIELDS } from '#protocol/field.js'
import type { SampleEvent } from '../support/sample-events.js'
import type { Contestant } from './contestant.js'

/** The little that is used of the binding, which is installed in `sqlite/` alone. */
interface Database {
  exec(sql: string): void
  prepare(sql: string): Statement
  close(): void
}
interface Statement {
  run(...values: unknown[]): unknown
  get(...values: unknown[]): Row
  all(...values: unknown[]): Row[]
  iterate(...values: unknown[]): Iterable<Row>
}
type Row = Record<string, string | number | null>

const TABLE = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS events (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL, timestamp INTEGER NOT NULL, received_at INTEGER NOT NULL,
    workspace TEXT NOT NULL, action TEXT NOT NULL, area TEXT NOT NULL, outcome TEXT NOT NULL,
    actor_type TEXT NOT NULL, actor_id TEXT NOT NULL, actor_name TEXT, actor_email TEXT,
    resource_type TEXT, resource_id TEXT, resource_name TEXT, ip TEXT, user_agent TEXT,
    changes TEXT, details TEXT NOT NULL
  );
  CREATE UNIQUE INDEX IF NOT EXISTS by_id ON events (id);
  CREATE INDEX IF NOT EXISTS by_time ON events (timestamp);
`
const TEXT_COLUMNS = [
  ...['id', 'workspace', 'action', 'area', 'outcome', 'actor_type', 'actor_id', 'actor_name', 'actor_email'],
  ...['resource_type', 'resource_id', 'resource_name', 'ip', 'user_agent', 'changes', 'details'],
]
const CHUNK_CHARACTERS = 256 * 1024
const INSERT = `INSERT OR IGNORE INTO events VALUES (NULL${', ?'.repeat(18)})`

/** An index for each field that the trail keeps a column of, or only for those that are asked for most. */
export const INDEXES = {
  every: Object.keys(FIELDS).map((field) => field.replace('.', '_')),
  few: ['actor_id', 'action', 'area'],
}

/** A trail as one would build it on SQLite: one table, an index for each thing asked for, an fsync for each commit. */
export function openSqlite(
  folder: string,
  indexes: readonly string[],
): Contestant & { after(seq: number): AuditEvent[] } {
  const binding = createRequire(join(process.cwd(), 'test/bench/sqlite/package.json'))('libsql')
  const file = join(folder, 'trail.sqlite')
  const db: Database = new binding(file)
  db.exec(TABLE)
  for (const column of indexes) db.exec(`CREATE INDEX IF NOT EXISTS by_${column} ON events (${column}, timestamp)`)
  const insert = db.prepare(INSERT)
  const newest = db.prepare(
    'SELECT * FROM events WHERE actor_id = ? AND action = ? ORDER BY timestamp DESC, seq DESC LIMIT 100',
  )
  const after = db.prepare('SELECT * FROM events WHERE seq > ? ORDER BY seq')
  const count = (): number => Number(db.prepare('SELECT count(*) AS count FROM events').get().count)

  return {
    async append(batch) {
      const now = Date.now()
      db.exec('BEGIN IMMEDIATE')
      for (const event of batch) insert.run(...valuesOf(event, now))
      db.exec('COMMIT')
    },
    async settle() {},
    newestBy: async (actorId, action) => newest.all(actorId, action).map(eventOf),
    after: (seq) => after.all(seq).map(eventOf),
    async facets() {
      for (const column of INDEXES.few) {
        db.prepare(`SELECT ${column}, count(*) AS count FROM events GROUP BY 1 ORDER BY 2 DESC LIMIT 20`).all()
      }
      return count()
    },
    async histogram() {
      const { low, high } = db.prepare('SELECT min(timestamp) AS low, max(timestamp) AS high FROM events').get()
      const intervalMs = Math.ceil((Number(high) - Number(low) + 1) / 60)
      const buckets = db
        .prepare('SELECT (timestamp - ?) / ? AS bucket, count(*) AS count FROM events GROUP BY 1')
        .all(low, intervalMs)
      return buckets.reduce((sum, bucket) => sum + Number(bucket.count), 0)
    },
    async exportAll(format) {
      const encoder = new TextEncoder()
      let [rows, bytes, text] = [0, 0, '']
      for (const row of db.prepare('SELECT * FROM events ORDER BY timestamp DESC, seq DESC').iterate()) {
        text += format === 'csv' ? csvLine(row) : `${JSON.stringify(eventOf(row))}\n`
        rows++
        if (text.length < CHUNK_CHARACTERS) continue
        bytes += encoder.encode(text).length
        text = ''
      }
      return bytes + text.length > 0 ? rows : 0
    },
    async countText(text) {
      const held = TEXT_COLUMNS.map((column) => `${column} LIKE ?1`).join(' OR ')
      return Number(db.prepare(`SELECT count(*) AS count FROM events WHERE ${held}`).get(`%${text}%`).count)
    },
    async retain(cutoffMs) {
      db.prepare('DELETE FROM events WHERE timestamp < ?').run(cutoffMs)
      db.exec('VACUUM')
      db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    },
    async diskBytes() {
      db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      return statSync(file).size
    },
    async close() {
      db.close()
    },
  }
}

// biome-ignore format: in the order of the columns
const valuesOf = ({ id, timestamp, workspace, action, area, outcome, actor, resource, changes, context, details }: SampleEvent, now: number) => [
  id, Date.parse(timestamp), now, workspace, action, area, outcome,
  actor.type, actor.id, actor.name ?? null, actor.email ?? null,
  resource.type ?? null, resource.id ?? null, resource.name ?? null, context?.ip ?? null, context?.userAgent ?? null,
  changes === undefined ? null : JSON.stringify(changes), JSON.stringify(details),
]

/** The columns as they are, times as text. */
function csvLine(row: Row): string {
  const cells = Object.entries(row).map(([column, value]) =>
    column === 'timestamp' || column === 'received_at' ? new Date(Number(value)).toISOString() : String(value ?? ''),
  )
  return `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell)).join()}\r\n`
}

/** As an application would: a row becomes an event again. */
function eventOf(row: Row): AuditEvent {
  const text = (column: string) => row[column] as string
  const some = <K extends string>(key: K, column: string) =>
    (row[column] === null ? {} : { [key]: row[column] }) as { [Key in K]?: string }
  return {
    id: text('id'),
    seq: Number(row.seq),
    timestamp: new Date(Number(row.timestamp)).toISOString(),
    receivedAt: new Date(Number(row.received_at)).toISOString(),
    workspace: text('workspace'),
    action: text('action'),
    area: text('area'),
    outcome: text('outcome') as AuditEvent['outcome'],
    actor: {
      type: text('actor_type') as AuditEvent['actor']['type'],
      id: text('actor_id'),
      ...some('name', 'actor_name'),
      ...some('email', 'actor_email'),
    },
    resource: { ...some('type', 'resource_type'), ...some('id', 'resource_id'), ...some('name', 'resource_name') },
    ...(row.changes !== null && { changes: JSON.parse(text('changes')) }),
    context: { ...some('ip', 'ip'), ...some('userAgent', 'user_agent') },
    details: JSON.parse(text('details')),
  }
}
