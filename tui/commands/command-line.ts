import { isNegatedTerm } from '../../protocol/filter/argument.js'
import type { Command } from './command.js'
import { UsageError } from './world.js'

/**
 * Sets the FILTER terms that look like options (`-area:Users`) behind a `--`, so
 * that the parser of options leaves them alone; whatever follows a `--` stays there.
 * Refuses options glued to values or to each other, which could be either.
 */
export function separateTerms(argv: readonly string[], commands: readonly Command[]): string[] {
  const takesValue = new Set(commands.flatMap(({ options }) => Object.values(options)).flatMap(flagsWithValue))
  const end = argv.indexOf('--')
  const before = end === -1 ? argv : argv.slice(0, end)
  const terms = end === -1 ? [] : argv.slice(end + 1)
  const rest: string[] = []
  const negated: string[] = []
  for (const argument of before) {
    const isValue = takesValue.has(rest.at(-1) ?? '')
    if (!isValue && isNegatedTerm(argument)) negated.push(argument)
    else if (!isValue && /^-[^-]./.test(argument)) throw new UsageError(explainGlued(argument))
    else rest.push(argument)
  }
  return negated.length + terms.length === 0 && end === -1 ? rest : [...rest, '--', ...negated, ...terms]
}

function explainGlued(argument: string): string {
  const apart = `${argument.slice(0, 2)} ${argument.slice(2)}`
  return `Cannot read '${argument}': write '${apart}' for an option and its value, or '-- ${argument}' for a term`
}

const flagsWithValue = ({ flags }: { flags: string }) =>
  flags.includes('<') ? flags.split(/[ ,]+/).filter((word) => word.startsWith('-')) : []
