import type { Facets, Histogram } from '../../../protocol/request.js'
import type { BrowseName } from '../browse.js'
import type { CountPurpose } from '../effect/counts.js'

/** What was counted. */
export type CountsMessage =
  | {
      readonly type: 'counted'
      readonly of: BrowseName
      readonly purpose: CountPurpose
      readonly filter: string
      readonly count: number
      readonly asOf: number
    }
  | { readonly type: 'facets'; readonly of: BrowseName; readonly facets: Facets['fields'] }
  | { readonly type: 'histogram'; readonly of: BrowseName; readonly histogram: Histogram }
  | { readonly type: 'chip-counted'; readonly of: BrowseName; readonly term: string; readonly count: number }
  | { readonly type: 'waited'; readonly purpose: 'preview' }
