/** What is shown without borders and without the mouse, for the terminal's own selection. */
export interface Plain {
  readonly of: 'list' | 'event'
  readonly top: number
}
