export interface Size {
  readonly columns: number
  readonly rows: number
}

export interface Rect {
  readonly x: number
  readonly y: number
  readonly columns: number
  readonly rows: number
}

export const within = ({ x, y, columns, rows }: Rect, atX: number, atY: number): boolean =>
  atX >= x && atX < x + columns && atY >= y && atY < y + rows
