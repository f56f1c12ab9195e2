import type { Facet } from '../../protocol/field.js'

/** Where in the trail rows are wanted: at its newest or oldest end, or around a time (RFC 3339). */
export type Place = 'newest' | 'oldest' | { readonly around: string }

export interface ExportRequest {
  readonly filter: string
  readonly format: 'csv' | 'ndjson'
  readonly path: string
}

/** What `update` asks of the world. Doing it answers with messages; what is asked again replaces what was asked before. */
export type Effect =
  | { readonly type: 'quit'; readonly code: number }
  /** Every event behind a seq, for as long as the screen is open. */
  | { readonly type: 'follow'; readonly after: number }
  /** A window of matching events up to seq `base`. */
  | { readonly type: 'fetch-window'; readonly filter: string; readonly base: number; readonly place: Place }
  /** More rows at one end of it: behind `cursor`, else from the time of the last row on. */
  | {
      readonly type: 'fetch-more'
      readonly direction: 'older' | 'newer'
      readonly filter: string
      readonly base: number
      readonly from: string
      readonly cursor?: string
    }
  | { readonly type: 'count'; readonly purpose: CountPurpose; readonly filter: string }
  /** One request per filter: the values of a field are counted without what the filter says of that field. */
  | {
      readonly type: 'count-facets'
      readonly requests: readonly { readonly filter: string; readonly fields: readonly Facet[] }[]
    }
  | { readonly type: 'fetch-histogram'; readonly filter: string; readonly buckets: number }
  /** Answers `waited` unless asked again before. */
  | { readonly type: 'wait'; readonly ms: number; readonly purpose: 'preview' }
  | { readonly type: 'copy'; readonly text: string; readonly what: string }
  | { readonly type: 'export'; readonly request: ExportRequest }
  | { readonly type: 'cancel-export' }
  | { readonly type: 'reconnect' }
  | { readonly type: 'set-mouse'; readonly on: boolean }
  | { readonly type: 'redraw' }
  | { readonly type: 'suspend' }

export type CountPurpose = 'applied' | 'preview' | 'export'
