import { filterFromArguments } from '../../protocol/filter/argument.js'
import { KNOWN_KEYS } from '../../protocol/filter/keys.js'
import { repeated } from './command.js'
import { text } from './option-value.js'

export const FILTER_OPTIONS = { filter: repeated('--filter <filter>', 'the same as a FILTER argument', text) }

/** What FILTER arguments and `--filter` mean together. Throws `invalid-filter`. */
export const filterOf = (args: readonly string[], { filter }: { readonly filter: readonly string[] }): string =>
  filterFromArguments([...args, ...filter])

/** The keys of the filter language, for the help. */
export function filterHelp(): string {
  const keys = Object.values(KNOWN_KEYS).map(({ meaning, example }) => `  ${example.padEnd(EXAMPLE_COLUMNS)}${meaning}`)
  return [
    '\nFILTER: terms are ANDed; "," is or, "-" before a term is not, "*" is any text; a bare word is searched for everywhere.',
    ...keys,
  ].join('\n')
}

const EXAMPLE_COLUMNS = 32
