/** Columns of the list, by how important they are: the last give way first on a narrow screen. */
export const COLUMNS = ['time', 'outcome', 'actor', 'action', 'target', 'from', 'area', 'changes'] as const
export type ColumnName = (typeof COLUMNS)[number]

/** From left to right, where the user has not chosen. */
export const DISPLAY: readonly ColumnName[] = [
  'time',
  'actor',
  'action',
  'area',
  'target',
  'outcome',
  'from',
  'changes',
]

/** The columns being chosen. */
export interface ColumnsChoice {
  readonly cursor: number
  /** All of them, those that are hidden among those that are shown. */
  readonly order: readonly ColumnName[]
}

/** Those that are shown stand as they are shown, the others behind them. */
export function openColumns(chosen: readonly ColumnName[] = DISPLAY): ColumnsChoice {
  return { cursor: 0, order: [...chosen, ...DISPLAY.filter((name) => !chosen.includes(name))] }
}
