import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UsageError } from './commands/world.js'
import { parseYaml } from './commands/yaml.js'
import { NOTIFY, type Notify } from './model/notify.js'
import { THEME_NAMES, type ThemeName } from './model/theme-name.js'
import { isObject } from './remembered-checks.js'

/** What people write by hand for their dashboards. */
export interface DashboardSettings {
  readonly theme?: ThemeName
  readonly notify?: Notify
  /** Keys by the name of the command that they run, instead of those it has by itself. */
  readonly keys?: Readonly<Record<string, readonly string[]>>
}

export const settingsPath = (environment: Readonly<Record<string, string | undefined>>, home: string): string =>
  join(environment.XDG_CONFIG_HOME || join(home, '.config'), 'audit-trail/dashboard.yaml')

/** Nothing where there is no such file. Throws `UsageError` naming the key that is not known or not what it should be. */
export async function readDashboardSettings(path: string): Promise<DashboardSettings> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw refused(path, (cause as Error).message, cause)
  }
  let content: unknown
  try {
    content = (await parseYaml(text)) ?? {}
  } catch (cause) {
    throw refused(path, (cause as Error).message, cause)
  }
  if (!isObject(content)) throw refused(path, 'it must be a map of keys')
  const { theme, notify, keys, ...unknown } = content
  const [first] = Object.keys(unknown)
  if (first !== undefined) throw refused(path, `${first} is not known here`)
  return {
    ...(theme != null && { theme: oneOf('theme', THEME_NAMES, theme, path) }),
    ...(notify != null && { notify: oneOf('notify', NOTIFY, notify, path) }),
    ...(keys != null && { keys: keysOf(keys, path) }),
  }
}

function oneOf<T extends string>(key: string, names: readonly T[], value: unknown, path: string): T {
  const name = names.find((each) => each === value)
  if (name === undefined) throw refused(path, `${key} must be ${names.join(', ')}, not ${JSON.stringify(value)}`)
  return name
}

function keysOf(value: unknown, path: string): Readonly<Record<string, readonly string[]>> {
  if (!isObject(value)) throw refused(path, 'keys must be a map of commands')
  return Object.fromEntries(
    Object.entries(value).map(([command, keys]) => {
      // In YAML a digit is a number.
      const list = (Array.isArray(keys) ? keys : [keys]).map((key) => (typeof key === 'number' ? String(key) : key))
      if (list.length === 0 || !list.every((key) => typeof key === 'string' && key !== ''))
        throw refused(path, `keys.${command} must be a key or a list of keys`)
      return [command, list]
    }),
  )
}

const refused = (path: string, problem: string, cause?: unknown) =>
  new UsageError(`Cannot read ${path}: ${problem}`, { cause })
