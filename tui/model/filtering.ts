import { TrailError } from '../../protocol/error.js'
import { compileFilter } from '../../protocol/filter/compile.js'
import type { CompiledFilter, Filter } from '../../protocol/filter/filter.js'
import { parseFilter } from '../../protocol/filter/parse.js'

/** What is wrong with a filter, and where: `column` from 0, in code points. */
export interface Mistake {
  readonly column: number
  readonly message: string
}

export interface ReadableFilter {
  readonly filter: Filter
  readonly compiled: CompiledFilter
}

export interface FilterClock {
  readonly now: () => number
  readonly timeZone: string
}

/** Reads a filter as it is typed: either it can be run, or it says where it cannot be read. */
export function readFilter(text: string, clock: FilterClock): ReadableFilter | Mistake {
  try {
    const filter = parseFilter(text)
    return { filter, compiled: compileFilter(filter, clock) }
  } catch (error) {
    if (!(error instanceof TrailError)) throw error
    const column = Number(/^column (\d+)$/.exec(error.options.field ?? '')?.[1] ?? 1)
    return { column: column - 1, message: error.message.replace(/^Cannot read the filter: /, '') }
  }
}

export const isMistake = (read: ReadableFilter | Mistake): read is Mistake => 'message' in read

export interface AppliedFilter extends ReadableFilter {
  readonly text: string
}

/** For a filter known to be readable. */
export function applied(text: string, clock: FilterClock): AppliedFilter {
  const read = readFilter(text, clock)
  if (isMistake(read)) throw new TypeError(`Cannot apply a filter: ${read.message}`)
  return { text, ...read }
}
