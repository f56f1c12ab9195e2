import { settingChanges } from './audit/setting-changes.js'
import type { Config } from './config.js'
import type { OwnEvent } from './ingest/ingest.js'
import type { Log } from './log.js'

/** Counts at the start only. */
const FIXED = ['dataPath', 'endpoints', 'tls', 'dedupeIds', 'forwardFolders'] as const

/** The configuration that counts after it was read again; what has changed is logged and told. */
export function reloaded(config: Config, next: Config, log: Log, tell: (event: OwnEvent) => void): Config {
  for (const key of FIXED) {
    if (JSON.stringify(next[key]) !== JSON.stringify(config[key])) log.warn({ key }, 'changed only by a restart')
  }
  const taken = { ...next, ...Object.fromEntries(FIXED.map((key) => [key, config[key]])) }
  log.setLevel(taken.logLevel)
  const changes = settingChanges(config, taken)
  if (changes.length > 0) tell({ action: 'Audit Settings Changed', resource: { type: 'configuration' }, changes })
  return taken
}
