import type { Readable } from 'node:stream'

/** What a command may use of the process it runs in; main.ts makes it. */
export interface World {
  readonly stdin: Readable
  /** Data only. */
  readonly stdout: Output
  /** Everything said about the data. */
  readonly stderr: Output
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly home: string
  /** Path of the Node that runs this. */
  readonly node: string
  /** Path of the daemon's program that came with this. */
  readonly daemonProgram: string
  /** Of this program. */
  readonly version: string
  /** Where a dashboard can be shown: keys come in, and a screen that can be painted is there. */
  readonly terminal: { readonly input: NodeJS.ReadStream; readonly output: NodeJS.WriteStream } | undefined
  /** IANA zone in which people read and write times here. */
  readonly timeZone: string
  /** Aborted by a signal or a closed pipe; the reason is a `Stopped`. */
  readonly signal: AbortSignal
  now(): number
}

export interface Output {
  readonly isTTY: boolean
  /** Whether colours are wanted. */
  readonly colour: boolean
  /** Cells of a line, on a terminal. */
  readonly columns: number | undefined
  /** To a terminal whatever is not harmless goes as a visible mark, elsewhere every byte as it is. Resolves when more may be written. Rejects when nobody reads any more. */
  write(data: string | Uint8Array): Promise<void>
  /** Puts a text in the place of the line, on a terminal. */
  redraw(text: string): Promise<void>
}

/** The command line, or what it names, is wrong; nothing was asked of the daemon. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** What was asked cannot be done; the message says why. */
export class Failed extends Error {
  override readonly name = 'Failed'
}

/** Why a command was told to stop; `EPIPE` is a closed pipe. */
export class Stopped extends Error {
  override readonly name = 'Stopped'

  constructor(readonly by: 'SIGHUP' | 'SIGINT' | 'SIGTERM' | 'EPIPE') {
    super(`Stopped by ${by}`)
  }
}
