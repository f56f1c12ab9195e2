import type { AuditEvent } from '../../protocol/event.js'
import { isNegatedTerm } from '../../protocol/filter/argument.js'
import type { Filter, Pattern, Term } from '../../protocol/filter/filter.js'
import { parseFilter } from '../../protocol/filter/parse.js'
import { printFilter } from '../../protocol/filter/print.js'
import { UNSEEN } from '../../protocol/show.js'

/** What a POSIX shell takes as it is. */
const BARE = /^[\w@%+=:,./-]+$/
/** Where a command is pasted it would steer, too. */
const ANY_UNSEEN = new RegExp(`${UNSEEN}+`, 'v')

/** One word for a POSIX shell. */
export const shellQuoted = (word: string): string => (BARE.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)

const commandLine = (words: readonly string[]): string => words.map(shellQuoted).join(' ')

const program = (connect: string | undefined, command: string): string[] => [
  'audit-trail',
  command,
  ...(connect === undefined ? [] : ['--connect', connect]),
]

/** The command that shows an event: what is handed on as a link to it. */
export function showCommand({ id, seq }: AuditEvent, connect: string | undefined): string {
  // An id that cannot be read off, or that reads as something else, is no good as a name.
  const plain = /^[!-~]+$/.test(id) && !/^-|^seq:\d+$/.test(id)
  return commandLine([...program(connect, 'show'), plain ? id : `seq:${seq}`])
}

/** The command that finds what a filter finds; what is hidden in its values is any text there. */
export function searchCommand(filter: string, connect: string | undefined): string {
  const terms = parseFilter(filter).terms.map((term) => printFilter({ terms: [seen(term)] } satisfies Filter))
  // What begins with a minus is an option, unless it is known as a term.
  const options = terms.some((term) => term.startsWith('-') && !isNegatedTerm(term)) ? ['--'] : []
  return commandLine([...program(connect, 'search'), ...options, ...terms])
}

function seen(term: Term): Term {
  if (!('values' in term)) return term
  return { ...term, values: term.values.map(seenPattern) } as Term
}

const seenPattern = ({ runs }: Pattern): Pattern => ({ runs: runs.flatMap((run) => run.split(ANY_UNSEEN)) })
