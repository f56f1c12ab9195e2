/** All there is to know of a destination; the cursor is on one of its lines. */
export interface DestinationSheet {
  readonly name: string
  readonly cursor: number
}
