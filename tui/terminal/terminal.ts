import type { Size } from '../view/rect.js'
import type { Line } from '../view/text.js'
import { BELL, notification } from './bell.js'
import { newBlessedScreen } from './blessed-screen.js'
import { type Capabilities, capabilitiesOf, type Environment, type Wanted } from './capabilities.js'
import { type Copied, copyText } from './clipboard.js'
import { guardProcess, letGoWhereHungUp, stopUntilContinued } from './guard.js'
import { type BlessedKey, keyName } from './key-name.js'
import { painter, type Row } from './painter.js'
import { attributesOf, type ThemeName, themeNamed } from './theme.js'
import { type TtyInput, tokenizedInput } from './tokenizer.js'

export interface TtyOutput extends NodeJS.WritableStream {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
}

export type TerminalEvent =
  | { readonly type: 'key' /** `j`, `G`, `enter`, `C-d`, `S-tab`, `pageup`; see `keyName`. */; readonly key: string }
  | { readonly type: 'paste'; readonly text: string }
  | {
      readonly type: 'mouse'
      readonly action: 'press' | 'drag' | 'release' | 'wheel-up' | 'wheel-down'
      readonly x: number
      readonly y: number
    }
  | { readonly type: 'focus'; readonly focused: boolean }
  | { readonly type: 'resize'; readonly size: Size }

export interface TerminalOptions {
  readonly input: TtyInput
  readonly output: TtyOutput
  readonly environment: Environment
  /** What was asked for against what the environment tells. */
  readonly wanted?: Wanted
  /** Default: `dark`. */
  readonly theme?: ThemeName
  onEvent(event: TerminalEvent): void
  /** The process was told to end, or crashed; the terminal is restored by then. */
  onEnd(code: number): void
}

/** A screen that is owned until `close`. */
export interface Terminal {
  readonly capabilities: Capabilities
  size(): Size
  /** One line a row of the screen; only what differs from before is sent. */
  draw(lines: readonly Line[]): void
  /** Forgets what the screen should look like, so that the next draw sends everything. */
  forget(): void
  setMouse(on: boolean): void
  /** Counts from the next draw on. A terminal without the colours gets what comes nearest. */
  setTheme(name: ThemeName): void
  /** Rings, or has the desktop show the text where the terminal can; tmux cannot, and marks the window for a bell. */
  notify(how: 'bell' | 'desktop', text: string): void
  copy(text: string): Promise<Copied>
  /** Gives the terminal to the shell until the process is brought back, then tells the size. */
  suspend(): void
  /** Leaves the terminal as it was found. Idempotent. */
  close(): void
}

/** What blessed keeps to itself; unchanged since 2016, and covered by the tests of the painter. */
interface Internals {
  lines: Row[]
  olines: Row[]
  alloc(dirty?: boolean): void
  enter(): void
  leave(): void
  draw(start: number, end: number): void
}
interface ProgramInternals {
  _buf: string
  _owrite(text: string): void
}

/** Without it, a character at the right edge that a terminal takes for a wider one would fall onto the next row. */
const AUTOWRAP = { on: '\x1b[?7h', off: '\x1b[?7l' }
const BRACKETED_PASTE = { on: '\x1b[?2004h', off: '\x1b[?2004l' }
/** Tells whether the window has the keys. */
const FOCUS = { on: '\x1b[?1004h', off: '\x1b[?1004l' }
/** Button presses, drags and SGR coordinates; not every motion, and not the encodings that break beyond column 223. */
const MOUSE = { on: '\x1b[?1000h\x1b[?1002h\x1b[?1006h', off: '\x1b[?1006l\x1b[?1002l\x1b[?1000l' }
const MOTION = 32
const MOUSE_ACTIONS: Readonly<Record<string, 'press' | 'release' | 'wheel-up' | 'wheel-down'>> = {
  mousedown: 'press',
  mouseup: 'release',
  wheelup: 'wheel-up',
  wheeldown: 'wheel-down',
}
const SYNCHRONIZED = { begin: '\x1b[?2026h', end: '\x1b[?2026l' }
const RESET = `${MOUSE.off}${FOCUS.off}${BRACKETED_PASTE.off}${AUTOWRAP.on}\x1b[?25h\x1b[m`

export function openTerminal(options: TerminalOptions): Terminal {
  const { input, output, environment, wanted, theme = 'dark', onEvent, onEnd } = options
  const capabilities = capabilitiesOf(environment, wanted)
  // Box drawing as UTF-8: inside tmux blessed would choose the alternate character set.
  process.env.NCURSES_NO_UTF8_ACS = '1'
  const tokens = tokenizedInput(input, {
    escapeMs: 40,
    onPaste: (text) => onEvent({ type: 'paste', text }),
    onFocus: (focused) => onEvent({ type: 'focus', focused }),
    onText: (key) => onEvent({ type: 'key', key }),
  })
  const screen = newBlessedScreen({
    input: tokens.input,
    output,
    // Newer terminfo files are beyond blessed, which then takes 8 colours; these two it carries itself.
    terminal: capabilities.colours === 8 ? 'xterm' : 'xterm-256color',
    forceUnicode: capabilities.unicode,
    fullUnicode: false,
    resizeTimeout: 30,
  })
  const cells = screen as unknown as Internals
  const program = screen.program as typeof screen.program & ProgramInternals
  const send = (sequence: string) => {
    program.flush()
    program._owrite(sequence)
  }
  const size = (): Size => ({ columns: program.cols, rows: program.rows })
  const painterFor = (name: ThemeName) =>
    painter({ attributeOf: attributesOf(themeNamed(name, capabilities.colours)), ascii: !capabilities.unicode })
  let paint = painterFor(theme)

  let mouse = false
  let open = true
  /** Nobody can see the screen any more, as when its window was closed. */
  let gone = false
  const enterModes = () => send(AUTOWRAP.off + BRACKETED_PASTE.on + FOCUS.on + (mouse ? MOUSE.on : ''))
  const restore = () => {
    if (!open) return
    open = false
    tokens.stop()
    letGoWhereHungUp()
    try {
      if (gone) program._owrite = () => {}
      screen.destroy()
      if (gone) return
      output.write(RESET)
      input.setRawMode?.(false)
    } catch {
      // The terminal went meanwhile; there is nothing to give back.
    }
  }
  const guard = guardProcess({ restore, end: onEnd })
  const lost = () => {
    gone = true
    letGoWhereHungUp()
    onEnd(129)
  }
  output.on('error', lost)

  program.on('keypress', (character: string | undefined, key: BlessedKey | undefined) => {
    const name = keyName(character, key)
    if (name !== undefined) onEvent({ type: 'key', key: name })
  })
  program.on('mouse', ({ action, x, y, raw }: { action: string; x: number; y: number; raw: readonly number[] }) => {
    // To blessed a motion with the button down is another press.
    const known = (raw[0]! & MOTION) !== 0 ? 'drag' : MOUSE_ACTIONS[action]
    if (known !== undefined) onEvent({ type: 'mouse', action: known, x, y })
  })
  program.on('resize', () => onEvent({ type: 'resize', size: size() }))
  enterModes()

  return {
    capabilities,
    size,
    draw(lines) {
      if (!open) return
      program.flush()
      paint(lines, cells.lines, cells.olines)
      cells.draw(0, cells.lines.length - 1)
      const frame = program._buf
      program._buf = ''
      if (frame !== '') program._owrite(SYNCHRONIZED.begin + frame + SYNCHRONIZED.end)
    },
    forget: () => cells.alloc(true),
    setMouse(on) {
      mouse = on
      if (open) send(on ? MOUSE.on : MOUSE.off)
    },
    setTheme(name) {
      paint = painterFor(name)
    },
    notify(how, text) {
      if (open) send(how === 'bell' || capabilities.tmux ? BELL : notification(text, capabilities.unicode))
    },
    copy: (text) => copyText(text, capabilities.tmux, send),
    suspend() {
      send(RESET)
      cells.leave()
      input.setRawMode?.(false)
      stopUntilContinued(() => {
        if (!open) return
        input.setRawMode?.(true)
        cells.enter()
        enterModes()
        onEvent({ type: 'resize', size: size() })
      })
    },
    close() {
      restore()
      guard.release()
      // What was written to a terminal that is gone goes on failing for a while.
      if (!gone) output.off('error', lost)
    },
  }
}
