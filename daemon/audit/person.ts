import type { Filter, Pattern } from '../../protocol/filter/filter.js'

/** Named of one filter; the others share the event without a name. */
const MAX_PERSONS = 50

/** The people whose data a filter asks for: `actor:` by its whole text, and `resource:` where the resource is a user. */
export function personsIn({ terms }: Filter): string[] {
  const literals = (values: readonly Pattern[]) => values.flatMap(({ runs }) => (runs.length === 1 ? [runs[0]!] : []))
  const asked = terms.filter(({ negated }) => !negated)
  const ofUsers = asked.some((term) => term.key === 'resource.type' && literals(term.values).includes('user'))
  const named = asked.flatMap((term) =>
    term.key === 'actor' || (term.key === 'resource' && ofUsers) ? literals(term.values) : [],
  )
  return [...new Set(named)].slice(0, MAX_PERSONS)
}
