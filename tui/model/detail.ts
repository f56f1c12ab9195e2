/** What of the detail is open, and where its cursor is. The same for each event one goes to. */
export interface DetailState {
  /** The name of the row the cursor is on; the first where there is none of that name. */
  row: string | undefined
  /** What was folded or opened against what it is by itself, by the name of its row. */
  folds: ReadonlyMap<string, boolean>
  /** The event whose secrets are shown. */
  revealed: number | undefined
}

export const newDetail = (): DetailState => ({ row: undefined, folds: new Map(), revealed: undefined })
