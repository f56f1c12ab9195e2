import { PassThrough, Writable } from 'node:stream'
import { Unicode11Addon } from '@xterm/addon-unicode11'
import xterm from '@xterm/headless'

export type Terminal = InstanceType<typeof xterm.Terminal>

export interface ScreenOptions {
  readonly columns?: number
  readonly rows?: number
  /** Whose table of character widths the terminal goes by; xterm's own is of 2013. */
  readonly unicode?: '6' | '11'
}

/** A terminal without a window: what programs draw on it can be read. */
export class Screen {
  readonly terminal: Terminal
  /** Every byte that was written to it. */
  bytes = ''
  title = ''
  #wake = new Set<() => void>()

  constructor({ columns = 80, rows = 24, unicode = '11' }: ScreenOptions = {}) {
    this.terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 })
    if (unicode === '11') {
      this.terminal.loadAddon(new Unicode11Addon())
      this.terminal.unicode.activeVersion = '11'
    }
    this.terminal.onTitleChange((title) => {
      this.title = title
    })
  }

  write(data: string | Uint8Array, done: () => void = () => {}): void {
    this.bytes += typeof data === 'string' ? data : Buffer.from(data).toString()
    this.terminal.write(data, () => {
      done()
      for (const wake of this.#wake) wake()
    })
  }

  /** Its lines, without blanks at their ends. */
  get lines(): string[] {
    const { active } = this.terminal.buffer
    return Array.from({ length: this.terminal.rows }, (_, y) => active.getLine(y)?.translateToString(true) ?? '')
  }

  get text(): string {
    return this.lines.join('\n')
  }

  get isAlternate(): boolean {
    return this.terminal.buffer.active.type === 'alternate'
  }

  /** The column where a text stands in a line; -1 where it does not. */
  columnOf(text: string, y: number): number {
    const line = this.terminal.buffer.active.getLine(y)
    for (let x = 0; x < this.terminal.cols; x++) {
      if (line?.translateToString(true, x).startsWith(text) && line.getCell(x)?.getChars() === [...text][0]) return x
    }
    return -1
  }

  /** Resolves as soon as `holds`; rejects with what is on the screen when it takes too long. */
  async until(holds: (screen: Screen) => boolean, what = 'what was expected', withinMs = 10_000): Promise<void> {
    const deadline = AbortSignal.timeout(withinMs)
    while (!holds(this)) {
      if (deadline.aborted) throw new Error(`Cannot see ${what}:\n${this.text}`)
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.#wake.delete(wake)
          clearTimeout(timer)
          resolve()
        }
        const timer = setTimeout(wake, 50)
        this.#wake.add(wake)
      })
    }
  }

  see(text: string | RegExp): Promise<void> {
    const holds = (screen: Screen) => (typeof text === 'string' ? screen.text.includes(text) : text.test(screen.text))
    return this.until(holds, String(text))
  }

  /** Resolves when nothing has been drawn for as long as three frames. */
  async quiet(): Promise<void> {
    for (let before = -1; before !== this.bytes.length; ) {
      before = this.bytes.length
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }

  lose(text: string): Promise<void> {
    return this.until((screen) => !screen.text.includes(text), `a screen without ${text}`)
  }
}

/** A screen as the streams of a terminal in this process. */
export function tty(screen: Screen) {
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    isRaw: false,
    setRawMode(raw: boolean) {
      input.isRaw = raw
      return input
    },
  })
  const output = new Writable({
    decodeStrings: false,
    write: (data: string | Uint8Array, _, done) => screen.write(data, done),
  })
  const sized = Object.assign(output, { isTTY: true, columns: screen.terminal.cols, rows: screen.terminal.rows })
  return {
    input,
    output: sized,
    press: (keys: string) => void input.write(keys),
    resize(columns: number, rows: number) {
      screen.terminal.resize(columns, rows)
      Object.assign(sized, { columns, rows })
      sized.emit('resize')
    },
  }
}
