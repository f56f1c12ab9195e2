import { openAuditTrail } from './audit-trail.js'
import type { Contestant } from './contestant.js'
import { INDEXES, openSqlite } from './sqlite.js'

export const OURS = 'audit-trail'
export const SQLITE = 'SQLite'

/** Everybody who takes part, and how their trail in a folder is opened. The first is ours. */
export const CONTESTANTS: ReadonlyMap<string, (folder: string) => Promise<Contestant>> = new Map([
  [OURS, openAuditTrail],
  [SQLITE, async (folder: string) => openSqlite(folder, INDEXES.every)],
  ['SQLite, few indexes', async (folder: string) => openSqlite(folder, INDEXES.few)],
])
