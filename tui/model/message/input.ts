/** What the user does, and the clock. */
export type InputMessage =
  | { readonly type: 'key'; readonly key: string }
  | { readonly type: 'paste'; readonly text: string }
  /** `click` is what the span under the pointer says. A drag moves with the button down. */
  | {
      readonly type: 'mouse'
      readonly action: 'press' | 'drag' | 'release' | 'wheel-up' | 'wheel-down'
      readonly x: number
      readonly y: number
      readonly click?: string
    }
  /** The terminal's window came to have the keys, or no longer. */
  | { readonly type: 'focus'; readonly focused: boolean }
  | { readonly type: 'resize'; readonly columns: number; readonly rows: number }
  /** Once a second. */
  | { readonly type: 'tick' }
