import type { Facet } from '../../../protocol/field.js'
import type { BrowseName } from '../browse.js'

/** Something is to be counted over the whole trail. */
export type CountsEffect =
  | { readonly type: 'count'; readonly of: BrowseName; readonly purpose: CountPurpose; readonly filter: string }
  /** One request per filter: the values of a field are counted without what the filter says of that field. */
  | {
      readonly type: 'count-facets'
      readonly of: BrowseName
      readonly requests: readonly { readonly filter: string; readonly fields: readonly Facet[] }[]
    }
  /** Each term alone, one answer each. */
  | { readonly type: 'count-chips'; readonly of: BrowseName; readonly terms: readonly string[] }
  | {
      readonly type: 'fetch-histogram'
      readonly of: BrowseName
      readonly filter: string
      readonly buckets: number
      /** RFC 3339; without them from the oldest match to the newest. */
      readonly from?: string
      readonly to?: string
    }
  /** Answers `waited` unless asked again before. */
  | { readonly type: 'wait'; readonly ms: number; readonly purpose: 'preview' }

export type CountPurpose = 'applied' | 'preview' | 'export' | 'hits' | 'hit-rank'
