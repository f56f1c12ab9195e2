export type PaneName = 'list' | 'facets' | 'detail' | 'histogram'

/** What the user made of the panes, in columns (of the histogram: rows); absent, the layout decides. */
export interface PaneSizes {
  readonly facets?: number
  readonly detail?: number
  readonly histogram?: number
}

/** How things are shown, whatever they are. */
export interface LookState {
  time: 'local' | 'utc' | 'relative'
  mouse: boolean
  panes: PaneSizes
  /** The pane that has the keys has the room of all. */
  zoomed: boolean
}

export const newLook = (mouse: boolean): LookState => ({ time: 'local', mouse, panes: {}, zoomed: false })
