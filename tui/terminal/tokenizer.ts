import { PassThrough } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'

/** The part of a terminal's input stream that is used; `process.stdin` is one. */
export interface TtyInput extends NodeJS.ReadableStream {
  readonly isTTY?: boolean
  readonly isRaw?: boolean
  setRawMode?(raw: boolean): unknown
}

export interface TokenizerOptions {
  /** How long a lone ESC waits for the rest of a key, ms. */
  readonly escapeMs: number
  onPaste(text: string): void
  /** The window came to have the keys, or no longer. */
  onFocus(focused: boolean): void
  /** A character outside the basic plane, which blessed would take for two keys. */
  onText(text: string): void
}

const PASTE_START = '\x1b[200~'
const PASTE_END = '\x1b[201~'
/** More than this is no paste into a one-line prompt; the rest is dropped. */
const MAX_PASTE = 64 * 1024

const MOUSE = /^\x1b\[<\d+;\d+;\d+[mM]/
const CSI = /^\x1b\[[0-9;:<=>?]*[ -/]*[@-~]/
const SS3 = /^\x1bO[A-Za-z]/
const STRING_REPLY = /^\x1b[\]P_^][^\x07\x1b]*(?:\x07|\x1b\\)/
const UNFINISHED = /^\x1b(?:\[[0-9;:<=>?]*[ -/]*|O|[\]P_^][^\x07\x1b]*\x1b?)?$/
const FOCUS = { '\x1b[I': true, '\x1b[O': false } as const
/** Answers of the terminal to questions nobody asked here: cursor position, device attributes. */
const REPLY = /^\x1b\[(?:\??\d+;\d+R|[?>][\d;]*[cnu]|\??[\d;]*\$y)$/
/** Keys as `CSI code ; modifiers u`, which some terminals send unasked. */
const CSI_U = /^\x1b\[(\d+)(?:;(\d+))?u$/

/** Splits input into single keys and mouse reports. `write` what was read; `tick` when an ESC has waited long enough. */
export class Tokenizer {
  #buffer = ''
  #paste: string | undefined
  readonly #decoder = new StringDecoder('utf8')

  constructor(
    readonly onToken: (token: string) => void,
    readonly options: Pick<TokenizerOptions, 'onPaste' | 'onText' | 'onFocus'>,
  ) {}

  /** True where an unfinished key is waiting for its rest. */
  write(data: Buffer | string): boolean {
    this.#buffer += typeof data === 'string' ? data : this.#decoder.write(data)
    return this.#split(false)
  }

  /** Nothing came behind what waits: it is a key of its own. */
  finish(): void {
    this.#split(true)
  }

  #split(final: boolean): boolean {
    while (this.#buffer !== '') {
      if (this.#paste !== undefined) {
        if (!this.#pasted()) return false
        continue
      }
      if (this.#buffer.startsWith(PASTE_START)) {
        this.#take(PASTE_START.length)
        this.#paste = ''
        continue
      }
      if (!final && UNFINISHED.test(this.#buffer)) return true
      this.#token()
    }
    return false
  }

  /** False where the paste goes on beyond what has come. */
  #pasted(): boolean {
    const end = this.#buffer.indexOf(PASTE_END)
    const text = end < 0 ? this.#take(Math.max(0, this.#buffer.length - PASTE_END.length + 1)) : this.#take(end)
    this.#paste = (this.#paste! + text).slice(0, MAX_PASTE)
    if (end < 0) return false
    this.#take(PASTE_END.length)
    this.options.onPaste(this.#paste)
    this.#paste = undefined
    return true
  }

  #token(): void {
    if (this.#buffer[0] !== '\x1b') {
      const character = this.#take(String.fromCodePoint(this.#buffer.codePointAt(0)!).length)
      if (character.length > 1) this.options.onText(character)
      else this.onToken(character)
      return
    }
    const reply = STRING_REPLY.exec(this.#buffer)
    if (reply) {
      this.#take(reply[0].length)
      return
    }
    const key = MOUSE.exec(this.#buffer) ?? SS3.exec(this.#buffer) ?? CSI.exec(this.#buffer)
    if (!key) {
      // An ESC before one of these is Alt, as in every shell; before anything else both were pressed, one right after the other.
      this.onToken(this.#take(/^\x1b[bf\x7f]/.test(this.#buffer) ? 2 : 1))
      return
    }
    const token = this.#take(key[0].length)
    if (token in FOCUS) this.options.onFocus(FOCUS[token as keyof typeof FOCUS])
    else if (!REPLY.test(token)) this.onToken(legacyKey(token))
  }

  #take(length: number): string {
    const taken = this.#buffer.slice(0, length)
    this.#buffer = this.#buffer.slice(length)
    return taken
  }
}

function legacyKey(token: string): string {
  const [, code, modifiers = '1'] = CSI_U.exec(token) ?? []
  if (code === undefined) return token
  const character = String.fromCodePoint(Math.min(Number(code), 0x10ffff))
  const bits = Number(modifiers) - 1
  if (bits & 4) return String.fromCharCode(character.toUpperCase().charCodeAt(0) & 31)
  return bits & 2 ? `\x1b${character}` : character
}

/**
 * A stand-in for a terminal's input that gives one key or mouse report a chunk:
 * blessed drops what comes together with a mouse report and takes a split ESC for
 * three keys. `stop` gives the input back.
 */
export function tokenizedInput(input: TtyInput, options: TokenizerOptions): { input: TtyInput; stop(): void } {
  const stream = new PassThrough()
  const tokenizer = new Tokenizer((token) => stream.write(token), options)
  let waiting: NodeJS.Timeout | undefined
  const read = (data: Buffer | string) => {
    clearTimeout(waiting)
    if (tokenizer.write(data)) waiting = setTimeout(() => tokenizer.finish(), options.escapeMs)
  }
  input.on('data', read)
  input.resume()
  const tty = Object.assign(stream, {
    isTTY: true,
    setRawMode: (raw: boolean) => {
      input.setRawMode?.(raw)
      return stream
    },
  })
  Object.defineProperty(tty, 'isRaw', { get: () => input.isRaw })
  return {
    input: tty,
    stop() {
      clearTimeout(waiting)
      input.off('data', read)
      input.pause()
    },
  }
}
