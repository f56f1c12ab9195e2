import { type Typed, typed } from './line-editor.js'

/** What stops or takes away something, and is done when a word was typed. */
export interface ConfirmDestination {
  readonly deed: 'disable' | 'delete' | 'discard'
  /** Of the destination. */
  readonly name: string
  /** The one event that is to be taken off the list; else all of them. */
  readonly seq?: number
  readonly line: Typed
  /** What was typed is not what is asked for. */
  readonly mistaken: boolean
}

export const openConfirm = (deed: ConfirmDestination['deed'], name: string, seq?: number): ConfirmDestination => ({
  ...{ deed, name, line: typed(''), mistaken: false },
  ...(seq !== undefined && { seq }),
})

/** What is typed to have it done. */
export const wordOf = ({ name, seq }: ConfirmDestination): string => (seq === undefined ? name : String(seq))
