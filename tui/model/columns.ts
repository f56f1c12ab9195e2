/** Columns of the list, by how important they are: the last give way first on a narrow screen. */
export const COLUMNS = ['time', 'outcome', 'actor', 'action', 'target', 'from', 'area', 'changes'] as const
export type ColumnName = (typeof COLUMNS)[number]
