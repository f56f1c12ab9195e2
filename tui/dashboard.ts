import { resolve } from 'node:path'
import { command, defaulted, flag, optional, type Values } from './commands/command.js'
import { FILTER_OPTIONS, filterOf } from './commands/filter-option.js'
import { type Daemon, findDaemon, TARGET_OPTIONS } from './commands/find-daemon.js'
import { oneOf } from './commands/option-value.js'
import { withClientOf } from './commands/with-client.js'
import { UsageError, type World } from './commands/world.js'
import { readDashboardSettings, settingsPath } from './dashboard-settings.js'
import { memoryFolder, openMemory } from './memory.js'
import { THEME_NAMES } from './model/theme-name.js'

/** How the dashboard looks: what is said here counts before what is remembered or set. */
export const LOOK_OPTIONS = {
  theme: optional('--theme <name>', `how it looks: ${THEME_NAMES.join(', ')}`, oneOf(...THEME_NAMES)),
  color: defaulted('--color <when>', 'auto, always or never', oneOf('auto', 'always', 'never'), 'auto'),
  ascii: flag('--ascii', 'draw with ASCII alone, as where the locale is not UTF-8'),
}

export type LookValues = Values<typeof LOOK_OPTIONS>

/** The program without a command: the dashboard, or where that cannot be shown the trail as JSON lines. */
export const dashboard = command({
  name: '',
  summary: 'watch, search and export an audit trail',
  arguments: '[command...]',
  options: {
    ...FILTER_OPTIONS,
    ...TARGET_OPTIONS,
    ...LOOK_OPTIONS,
    resume: flag('--resume', 'begin with the filter that was last used, where none is given'),
  },
  async run(world, [unknown], values) {
    if (unknown !== undefined) throw new UsageError(`Cannot run '${unknown}': there is no such command; see --help`)
    const filter = filterOf([], values)
    if (world.terminal !== undefined)
      return openDashboard(world, findDaemon(world, values), values, filter, values.connect)
    const { tail } = await import('./commands/tail.js')
    return tail.run(world, [], { ...values, count: undefined, since: undefined, output: 'json' })
  },
})

/** Resolves with an exit code when it was left. Throws `UsageError` where the settings are wrong, and what `connect` throws. */
export async function openDashboard(
  world: World,
  daemon: Daemon | Promise<Daemon>,
  { theme, color, ascii, resume = false }: LookValues & { readonly resume?: boolean },
  filter = '',
  /** How the daemon is named in commands that are copied. */
  connect?: string,
): Promise<number> {
  const { environment, home, now, timeZone, signal } = world
  const { input, output } = world.terminal!
  // Plain commands need not wait for what paints a screen, and it not for the daemon.
  const loading = Promise.all([import('./app.js'), openMemory(memoryFolder(environment, home)), settingsOf(world)])
  loading.catch(() => {})
  const found = await daemon
  return withClientOf(world, found, async (client) => {
    const [{ runTui }, memory, settings] = await loading
    const wantedTheme = theme ?? settings.theme
    const first = filter === '' && resume ? memory.read().lastFilter : filter
    try {
      return await runTui({
        ...{ client, input, output, environment, now, timeZone, signal, memory, ...(first && { filter: first }) },
        ...{
          wanted: { colour: color, ascii },
          ...(wantedTheme && { theme: wantedTheme }),
          bindings: settings.bindings,
          notify: settings.notify,
        },
        folders: { home, current: resolve() },
        ...(connect !== undefined && { connect }),
        demo: false,
        async exportEvents({ path, ...asked }, onProgress, cancelled) {
          const { saveExport } = await import('./commands/export/save-export.js')
          const request = { ...asked, order: 'newest', timeZone } as const
          return { path, ...(await saveExport(found, request, path, cancelled, onProgress)) }
        },
      })
    } finally {
      await memory.close()
    }
  })
}

async function settingsOf({ environment, home }: World) {
  const path = settingsPath(environment, home)
  const { keys, ...others } = await readDashboardSettings(path)
  if (keys === undefined) return { ...others, bindings: undefined }
  const [{ KEYMAP }, { remap }, { TYPING }] = await Promise.all([
    import('./keymap/keymap.js'),
    import('./keymap/remap.js'),
    import('./overlays/overlays.js'),
  ])
  const { bindings, conflicts } = remap(KEYMAP, keys, TYPING)
  if (conflicts.length > 0) throw new UsageError(`Cannot read ${path}: keys: ${conflicts.join('; ')}`)
  return { ...others, bindings }
}
