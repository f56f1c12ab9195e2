import { filterFromArguments } from '../../protocol/filter/argument.js'
import { repeated } from './command.js'
import { text } from './option-value.js'

export const FILTER_OPTIONS = { filter: repeated('--filter <filter>', 'the same as a FILTER argument', text) }

/** What FILTER arguments and `--filter` mean together. Throws `invalid-filter`. */
export const filterOf = (args: readonly string[], { filter }: { readonly filter: readonly string[] }): string =>
  filterFromArguments([...args, ...filter])
