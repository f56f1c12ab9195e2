import type { ColumnName } from './columns.js'
import type { PaneSizes } from './look.js'
import type { ThemeName } from './theme-name.js'

/** A filter and how it is looked at, under a name. */
export interface SavedView {
  readonly name: string
  readonly filter: string
  readonly columns?: readonly ColumnName[]
  readonly time?: 'local' | 'utc' | 'relative'
  /** Shown at the start where no filter is given. */
  readonly default?: boolean
}

/** An event that somebody wants to find again. */
export interface Mark {
  readonly seq: number
  readonly note?: string
}

/** What a dashboard knows again the next time. */
export interface Remembered {
  readonly theme?: ThemeName
  readonly mouse?: boolean
  readonly panes?: PaneSizes
  readonly time?: 'local' | 'utc' | 'relative'
  readonly columns?: readonly ColumnName[]
  readonly wrap?: boolean
  readonly lastFilter?: string
  readonly views?: readonly SavedView[]
  /** By the id of the trail. */
  readonly marks?: Readonly<Record<string, readonly Mark[]>>
}

/** What is to be known instead; of marks those of a trail. What is undefined is forgotten. */
export type Change = { readonly [K in keyof Remembered]: Remembered[K] | undefined }
