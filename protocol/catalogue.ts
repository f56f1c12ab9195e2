import { ACTIONS_BY_AREA, type ActionKind, ALIASES, PREFIX_ALIASES } from './catalogue-data.js'

export interface KnownAction {
  readonly action: string
  readonly area: string
  readonly kind: ActionKind
  /** Its other spellings. */
  readonly aliases: readonly string[]
}

/** The area of events of which neither the sender nor the catalogue says one. */
export const OTHER_AREA = 'Other'

/** The known product areas, without `Other`. */
export const AREAS: readonly string[] = Object.keys(ACTIONS_BY_AREA)

/** The known actions under the names they are recorded by; the set of actions is open. */
export const ACTIONS: readonly KnownAction[] = Object.entries(ACTIONS_BY_AREA).flatMap(([area, byKind]) =>
  Object.entries(byKind).flatMap(([kind, names]) =>
    names
      .trim()
      .split(/,\s+/)
      .map((action) => ({ action, area, kind: kind as ActionKind, aliases: spellingsOf(action).slice(1) })),
  ),
)

const NONE: readonly string[] = []
const byName = new Map(
  ACTIONS.flatMap((known) => [known.action, ...known.aliases].map((name) => [name.toLowerCase(), known])),
)

/** What is known of an action, by any of its spellings, in any case. */
export function catalogued(action: string): KnownAction | undefined {
  return byName.get(action.toLowerCase())
}

/** The other spellings of an action, known or not: `Warehouses Renamed` is `Warehouse Renamed`. */
export function aliasesOf(action: string): readonly string[] {
  const lower = action.toLowerCase()
  const known = catalogued(action)
  const spellings = known === undefined ? spellingsOf(canonicalSpelling(action)) : [known.action, ...known.aliases]
  return spellings.length === 1 ? NONE : spellings.filter((spelling) => spelling.toLowerCase() !== lower)
}

function canonicalSpelling(action: string): string {
  const lower = action.toLowerCase()
  for (const [alias, prefix] of Object.entries(PREFIX_ALIASES)) {
    if (lower.startsWith(alias.toLowerCase())) return prefix + action.slice(alias.length)
  }
  return action
}

/** The recorded name itself, then its aliases. */
function spellingsOf(action: string): string[] {
  const lower = action.toLowerCase()
  const whole = Object.entries(ALIASES).filter(([, name]) => name.toLowerCase() === lower)
  const byPrefix = Object.entries(PREFIX_ALIASES).filter(([, prefix]) => lower.startsWith(prefix.toLowerCase()))
  return [
    action,
    ...whole.map(([alias]) => alias),
    ...byPrefix.map(([alias, prefix]) => alias + action.slice(prefix.length)),
  ]
}
