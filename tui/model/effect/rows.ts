import type { BrowseName } from '../browse.js'
import type { Sought } from '../seek.js'

/** Where in the trail rows are wanted: at its newest or oldest end, around the events of a time (RFC 3339), or on both sides of where a time begins. */
export type Place = 'newest' | 'oldest' | { readonly around: string } | { readonly from: string }

/** Events of the trail are wanted. */
export type RowsEffect =
  /** Every event behind a seq, for as long as the screen is open. */
  | { readonly type: 'follow'; readonly after: number }
  /** A window of matching events up to seq `base`. */
  | {
      readonly type: 'fetch-window'
      readonly of: BrowseName
      readonly filter: string
      readonly base: number
      readonly place: Place
    }
  /** More rows at one end of it: behind `cursor`, else from the time of the last row on. */
  | {
      readonly type: 'fetch-more'
      readonly of: BrowseName
      readonly direction: 'older' | 'newer'
      readonly filter: string
      readonly base: number
      readonly from: string
      readonly cursor?: string
    }
  /** The next event of a filter beyond one, in the order of the list; without that, the last or the first one there is. */
  | {
      readonly type: 'find'
      readonly of: BrowseName
      readonly filter: string
      readonly sought: Sought
      readonly base?: number
      readonly beyond?: { readonly timestamp: string; readonly seq: number }
    }
