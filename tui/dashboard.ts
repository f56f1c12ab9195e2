import { command, defaulted, flag, optional, type Values } from './commands/command.js'
import { saveExport } from './commands/export/save-export.js'
import { FILTER_OPTIONS, filterOf } from './commands/filter-option.js'
import { type Daemon, findDaemon, TARGET_OPTIONS } from './commands/find-daemon.js'
import { oneOf } from './commands/option-value.js'
import { tail } from './commands/tail.js'
import { withClientOf } from './commands/with-client.js'
import { UsageError, type World } from './commands/world.js'
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
  options: { ...FILTER_OPTIONS, ...TARGET_OPTIONS, ...LOOK_OPTIONS },
  async run(world, [unknown], values) {
    if (unknown !== undefined) throw new UsageError(`Cannot run '${unknown}': there is no such command; see --help`)
    const filter = filterOf([], values)
    if (world.terminal !== undefined) return openDashboard(world, await findDaemon(world, values), values, filter)
    return tail.run(world, [], { ...values, count: undefined, since: undefined, output: 'json' })
  },
})

/** Resolves with an exit code when it was left. */
export async function openDashboard(
  world: World,
  daemon: Daemon,
  { theme, color, ascii }: LookValues,
  filter = '',
): Promise<number> {
  // Plain commands need not wait for what paints a screen.
  const { runTui } = await import('./app.js')
  const { environment, now, timeZone, signal } = world
  const { input, output } = world.terminal!
  return withClientOf(world, daemon, (client) =>
    runTui({
      ...{ client, input, output, environment, now, timeZone, signal, filter },
      ...{ wanted: { colour: color, ascii }, ...(theme !== undefined && { theme }) },
      demo: false,
      async exportEvents({ path, ...asked }, onProgress, cancelled) {
        const request = { ...asked, order: 'newest', raw: false, timeZone } as const
        return { path, rows: await saveExport(daemon, request, path, cancelled, onProgress) }
      },
    }),
  )
}
