/** A key press as blessed tells it. */
export interface BlessedKey {
  readonly name?: string
  readonly sequence?: string
  readonly ctrl?: boolean
  readonly meta?: boolean
  readonly shift?: boolean
}

/**
 * The name of a key in binding tables: a character that can be typed is itself,
 * others are `enter`, `escape`, `tab`, `up`, `pageup`, `f2`, with `C-` for control,
 * `M-` for alt and `S-` for shift before them. Undefined for what is no key.
 */
export function keyName(character: string | undefined, key: BlessedKey | undefined): string | undefined {
  if (character === ' ') return 'space'
  if (character !== undefined && character >= ' ' && character !== '\x7f') return character
  if (key?.name === undefined || key.name === 'undefined') return undefined
  // blessed tells a return twice, first as "enter".
  if (key.name === 'enter') return undefined
  if (key.name === 'return') return 'enter'
  if (key.name === 'linefeed') return 'C-j'
  return `${key.ctrl ? 'C-' : ''}${key.meta ? 'M-' : ''}${key.shift ? 'S-' : ''}${key.name}`
}
