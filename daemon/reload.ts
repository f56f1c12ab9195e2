import { isDeepStrictEqual } from 'node:util'
import { settingChange } from './audit/setting-changes.js'
import type { Config } from './config.js'
import type { OwnEvent } from './ingest/ingest.js'
import { CONFIG, defaultOf, type SettingName, type Settings } from './settings.js'

/** What a configuration that was read again brings. */
export interface Changes {
  readonly taken: readonly SettingName[]
  /** Changed, and as it was until the daemon is started anew. */
  readonly needsRestart: readonly SettingName[]
}

const NAMES = Object.keys(CONFIG) as SettingName[]

/** What was set, and the secret in the file that is named there. */
export type Counting = Pick<Config, 'settings' | 'webhookSecret'>

export function changesBetween(before: Counting, after: Counting): Changes {
  const changed = changedBetween(before, after)
  return {
    taken: changed.filter((name) => CONFIG[name].reload),
    needsRestart: changed.filter((name) => !CONFIG[name].reload),
  }
}

function changedBetween(before: Counting, after: Counting): SettingName[] {
  const differs = (name: SettingName) => !isDeepStrictEqual(before.settings[name], after.settings[name])
  const changed = new Set(NAMES.filter(differs))
  // Of a secret it is the file's content that changes.
  if (before.webhookSecret !== after.webhookSecret) changed.add('webhooks.segment.secretFile')
  return [...changed]
}

/** Counts at the start only. */
const FIXED = ['dataPath', 'endpoints', 'tls', 'dedupeIds', 'maxFrameBytes', 'forwardFolders'] as const

/** What the trail tells of it: settings as in the configuration file, of those that stand nowhere the default. */
export function settingEvents(before: Counting, after: Counting): OwnEvent[] {
  const valueIn = ({ settings }: Counting, name: SettingName) => settings[name] ?? defaultOf(name)
  const changes = changedBetween(before, after).flatMap((name) =>
    settingChange(name, valueIn(before, name), valueIn(after, name)),
  )
  if (changes.length === 0) return []
  return [{ action: 'Audit Settings Changed', resource: { type: 'configuration' }, changes }]
}

/** What counts after a reload: of what needs a restart, still the old. */
export function configAfter(before: Config, after: Config): Config {
  const fixed = Object.fromEntries(FIXED.map((key) => [key, before[key]]))
  return { ...after, ...fixed, settings: settingsAfter(before.settings, after.settings) }
}

function settingsAfter(before: Settings, after: Settings): Settings {
  const from = (name: SettingName) => (CONFIG[name].reload ? after[name] : before[name])
  return Object.fromEntries(NAMES.flatMap((name) => (from(name) === undefined ? [] : [[name, from(name)]])))
}

/** In a sentence. */
export function sentenceOf({ taken, needsRestart }: Changes): string {
  const parts = [
    ...(taken.length > 0 ? [`taken over: ${taken.join(', ')}`] : []),
    ...(needsRestart.length > 0 ? [`only after a restart: ${needsRestart.join(', ')}`] : []),
  ]
  return `Configuration read again; ${parts.length === 0 ? 'nothing has changed' : parts.join('; ')}`
}
