import { KNOWN_KEYS } from '../protocol/filter/keys.js'
import { commandSections, manualPage } from '../protocol/manual/manual-page.js'
import { type Command, command } from './commands/command.js'
import { programOf } from './commands/program.js'
import { EXIT_CODES } from './exit-code.js'

/** `commands` is the table of which this is a row. */
export const manualOf = (commands: () => readonly Command[]) =>
  command({
    name: 'man',
    summary: 'print the manual page audit-trail(1), for man -l -',
    options: {},
    async run(world) {
      await world.stdout.write(pageOf(commands()))
      return undefined
    },
  })

const pageOf = (commands: readonly Command[]) =>
  manualPage({
    name: 'audit-trail',
    section: 1,
    summary: commands[0]!.summary,
    sections: [
      ...commandSections(programOf(commands)),
      {
        title: 'FILTER',
        blocks: [
          'Terms are ANDed; "," is or, "-" before a term is not, "*" is any text; a bare word is searched for everywhere.',
          ...Object.entries(KNOWN_KEYS).map(([key, { meaning, example }]) => ({
            term: `${key}:`,
            meaning: `${meaning}, as in ${example}`,
          })),
        ],
      },
      {
        title: 'EXIT STATUS',
        blocks: Object.values(EXIT_CODES).map(({ code, meaning }) => ({ term: String(code), meaning })),
      },
      {
        title: 'ENVIRONMENT',
        blocks: [
          { term: 'AUDIT_TRAIL_URL', meaning: 'the daemon, as with --connect' },
          { term: 'AUDIT_TRAIL_TOKEN', meaning: 'the token, where --token-file names no file' },
          { term: 'NO_COLOR', meaning: 'no colours' },
        ],
      },
      { title: 'SEE ALSO', blocks: ['audit-traild(8), audit-traild.yaml(5)'] },
    ],
  })
