import { PassThrough, Writable } from 'node:stream'
import type { Size } from '../view/rect.js'
import { type BlessedScreen, newBlessedScreen } from './blessed-screen.js'

/** A character as a widget drew it, with the numbers of its colours in the 256 palette where it has any. */
export interface Cell {
  readonly text: string
  readonly fg?: number
  readonly bg?: number
}

/** A screen that nobody sees: what widgets draw on it can be read. */
export interface Offscreen {
  readonly screen: BlessedScreen
  /** Row by row, as drawn now. */
  cells(): Cell[][]
  /** Idempotent. */
  close(): void
}

const NO_COLOUR = 0x1ff

export function offscreen({ columns, rows }: Size): Offscreen {
  const output = new Writable({ write: (_chunk, _encoding, done) => done() })
  const screen = newBlessedScreen({
    input: Object.assign(new PassThrough(), { isTTY: true, setRawMode() {} }),
    output: Object.assign(output, { isTTY: true, columns, rows }),
    terminal: 'xterm-256color',
    forceUnicode: true,
    fullUnicode: false,
  })
  let open = true
  return {
    screen,
    cells() {
      screen.render()
      return (screen as unknown as { lines: [number, string][][] }).lines.map((line) => line.map(cellOf))
    },
    close() {
      if (open) screen.destroy()
      open = false
    },
  }
}

function cellOf([attribute, text]: readonly [number, string]): Cell {
  const [fg, bg] = [(attribute >> 9) & 0x1ff, attribute & 0x1ff]
  return { text, ...(fg !== NO_COLOUR && { fg }), ...(bg !== NO_COLOUR && { bg }) }
}
