import type { Filter, PatternKey, Term } from '../../protocol/filter/filter.js'
import { printFilter } from '../../protocol/filter/print.js'
import { parseTime } from '../../protocol/time.js'

/** What of an event one can filter by: a key of the filter language, a place in details, a time, or words that stand in it. */
export type Told =
  | { readonly by: PatternKey; readonly value: string }
  | { readonly by: 'details'; readonly path: readonly string[]; readonly value: string }
  | { readonly by: 'time'; readonly timestamp: string }
  | { readonly by: 'words'; readonly value: string }

/** One field of an event, as it can be copied and filtered by. */
export interface Field {
  readonly name: string
  readonly text: string
  readonly told?: Told
}

/** The field as a term; undefined where no filter can say it. Of a time, in means from then on, and out means before. */
export function fieldTerm({ told }: Field, negated: boolean): string | undefined {
  const term = told && termOf(told, negated)
  return term && printFilter({ terms: [term] } satisfies Filter)
}

function termOf(told: Told, negated: boolean): Term | undefined {
  const place = { negated, column: 1 }
  if (told.by === 'time') {
    const atMs = parseTime(told.timestamp)
    const key = negated ? 'until' : 'since'
    return atMs === undefined ? undefined : { key, time: { kind: 'instant', atMs }, negated: false, column: 1 }
  }
  if (told.value === '') return undefined
  const values = [{ runs: [told.value] }]
  if (told.by === 'details') return { key: 'details', path: told.path, values, ...place }
  return { key: told.by === 'words' ? 'text' : told.by, values, ...place }
}
