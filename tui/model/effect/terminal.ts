import type { ThemeName } from '../theme-name.js'

/** What the terminal, the link and the program itself are to do. */
export type TerminalEffect =
  | { readonly type: 'quit'; readonly code: number }
  | { readonly type: 'reconnect' }
  | { readonly type: 'set-mouse'; readonly on: boolean }
  | { readonly type: 'set-theme'; readonly name: ThemeName }
  /** Calls somebody who looks elsewhere; the text is as it came. */
  | { readonly type: 'notify'; readonly how: 'bell' | 'desktop'; readonly text: string }
  | { readonly type: 'redraw' }
  | { readonly type: 'suspend' }
