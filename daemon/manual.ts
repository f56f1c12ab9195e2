import { commandSections, manualPage } from '../protocol/manual/manual-page.js'
import type { CommandRow, Program } from '../protocol/manual/program.js'
import { CONFIG, type Setting } from './settings.js'

/** The part of a parsed command line's definition that is described; commander's `Command` is one. */
export interface DefinedCommand {
  name(): string
  description(): string
  readonly options: readonly { readonly flags: string; readonly description: string; readonly argChoices?: string[] }[]
  readonly registeredArguments: readonly {
    name(): string
    readonly required: boolean
    readonly argChoices?: string[]
  }[]
  readonly commands: readonly DefinedCommand[]
}

export const programOf = (defined: DefinedCommand): Program => ({
  name: defined.name(),
  commands: [rowOf(defined, ''), ...defined.commands.map((each) => rowOf(each, each.name()))],
})

function rowOf(defined: DefinedCommand, name: string): CommandRow {
  const [argument] = defined.registeredArguments
  const options = defined.options.map(({ flags, description, argChoices }) => ({
    ...{ flags, description, choices: argChoices },
  }))
  const row = { name, summary: defined.description(), options, choices: argument?.argChoices }
  if (argument === undefined) return row
  return { ...row, arguments: argument.required ? `<${argument.name()}>` : `[${argument.name()}]` }
}

export const PAGES = ['audit-traild', 'audit-traild.yaml'] as const
export type Page = (typeof PAGES)[number]

/** The text of a manual page, in roff. */
export const pageOf = (page: Page, defined: DefinedCommand): string =>
  page === 'audit-traild' ? daemonPage(programOf(defined)) : configurationPage()

const daemonPage = (program: Program) =>
  manualPage({
    name: 'audit-traild',
    section: 8,
    summary: 'keeps the audit trail of a workspace',
    sections: [
      ...commandSections(program),
      {
        title: 'SIGNALS',
        blocks: [
          { term: 'SIGTERM, SIGINT', meaning: 'finish what is under way, within 10 s, and end' },
          {
            term: 'SIGHUP',
            meaning: 'read the configuration again; the log says what was taken over and what needs a restart',
          },
        ],
      },
      {
        title: 'AS A SERVICE',
        blocks: [
          'install-service writes the units of systemd(1). Its sockets stay open while the daemon is restarted: connections wait, and who followed the trail goes on where it was.',
          {
            example:
              'audit-traild install-service\nsystemctl daemon-reload\nsystemctl enable --now audit-traild.socket audit-traild.service',
          },
        ],
      },
      {
        title: 'FILES',
        blocks: [
          {
            term: '/etc/audit-trail/config.yaml',
            meaning: 'the configuration of the service, see audit-traild.yaml(5)',
          },
          { term: '/var/lib/audit-trail', meaning: 'its trail' },
          { term: '/run/audit-trail/audit-trail.sock', meaning: 'its Unix socket; who can open it is owner' },
        ],
      },
      {
        title: 'EXIT STATUS',
        blocks: [
          { term: '0', meaning: 'done' },
          { term: '1', meaning: 'failed; the log says why' },
          { term: '2', meaning: 'wrong usage, or a configuration that cannot be read' },
          { term: '70', meaning: 'a mistake in the program' },
        ],
      },
      { title: 'SEE ALSO', blocks: ['audit-trail(1), audit-traild.yaml(5), systemctl(1)'] },
    ],
  })

const configurationPage = () =>
  manualPage({
    name: 'audit-traild.yaml',
    section: 5,
    summary: 'configuration of the audit trail daemon',
    sections: [
      {
        title: 'DESCRIPTION',
        blocks: [
          'The file config.yaml of $CONFIGURATION_DIRECTORY, else $XDG_CONFIG_HOME/audit-trail; --config names another one. A dot in a key is a level in the file. A flag wins over the environment, the environment over the file; an unknown key is refused.',
          'On SIGHUP the file is read again; the keys that need a restart say so.',
        ],
      },
      {
        title: 'KEYS',
        blocks: Object.entries(CONFIG).map(([key, setting]: [string, Setting]) => {
          const others = [setting.flag, setting.env].filter((each) => each !== undefined).join(', ')
          const fallback = setting.default === '' ? 'none' : setting.default
          const restart = setting.reload ? '' : ' Needs a restart.'
          const meaning = `${setting.meaning}. Default: ${fallback}.${others === '' ? '' : ` Also ${others}.`}${restart}`
          return { term: key, meaning }
        }),
      },
      { title: 'SEE ALSO', blocks: ['audit-traild(8)'] },
    ],
  })
