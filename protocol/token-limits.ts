import Type, { type Static } from 'typebox'
import type { Filter, Term } from './filter/filter.js'
import type { Role } from './role.js'

const values = Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 512 }), { minItems: 1, maxItems: 64 }))

/**
 * What narrows a token within its role. Of an auditor: the areas, actions and
 * workspaces whose events it may see; `*` is a glob, case is folded, and an event
 * must pass each list that is there. Of an ingest token: the sources its events may
 * name in `context.source`, in exactly this case.
 */
export const TokenLimitsSchema = Type.Object(
  { areas: values, actions: values, workspaces: values, sources: values },
  { additionalProperties: false },
)
export type TokenLimits = Static<typeof TokenLimitsSchema>

/** Whose tokens each limit narrows. */
export const LIMITED_ROLE = {
  areas: 'auditor',
  actions: 'auditor',
  workspaces: 'auditor',
  sources: 'ingest',
} as const satisfies { readonly [L in keyof Required<TokenLimits>]: Role }

const KEY_OF = { areas: 'area', actions: 'action', workspaces: 'workspace' } as const

/** The events that these limits let somebody see; undefined where they narrow nothing. */
export function filterOfLimits(limits: TokenLimits): Filter | undefined {
  const terms = Object.entries(KEY_OF).flatMap(([limit, key]): Term[] => {
    const patterns = limits[limit as keyof typeof KEY_OF]?.map((text) => ({ runs: text.split('*') }))
    return patterns === undefined ? [] : [{ key, negated: false, column: 1, values: patterns }]
  })
  return terms.length === 0 ? undefined : { terms }
}
