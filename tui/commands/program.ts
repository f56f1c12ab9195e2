import type { CommandRow, Program } from '../../protocol/manual/program.js'
import type { Command, Option } from './command.js'

/** What prints the names that a command of this name takes. */
function namesFor(name: string): string | undefined {
  const list = 'audit-trail completion --names'
  if (/^forward (?!create|list)/.test(name)) return `${list} destinations`
  if (name === 'token revoke') return `${list} tokens`
  return name === 'jobs run' ? `${list} jobs` : undefined
}

/** The table of commands as what manual page and completions are made from. */
export const programOf = (commands: readonly Command[]): Program => ({
  name: 'audit-trail',
  commands: commands.map(({ name, summary, arguments: taken, options, choices }): CommandRow => {
    const row = { name, summary, options: Object.values(options).map(optionRow), choices, choicesBy: namesFor(name) }
    return taken === undefined ? row : { ...row, arguments: taken }
  }),
})

const optionRow = ({ flags, description, parse }: Option<unknown>) => ({
  flags,
  description,
  choices: (parse as { readonly choices?: readonly string[] } | undefined)?.choices,
})
