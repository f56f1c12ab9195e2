import { StringDecoder } from 'node:string_decoder'
import { show, showLines, showPainted } from '../../protocol/show.js'

export interface OutputOptions {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Whether who writes is told that nobody reads any more. */
  readonly onFailure: 'told' | 'ignored'
}

/**
 * The one way to stdout and stderr. To a terminal it lets pass what is harmless:
 * whatever a daemon, an event or a file said, only line ends and colours steer it.
 * To anything else every byte goes as it is.
 */
export function openOutput(stream: NodeJS.WriteStream, { environment, onFailure }: OutputOptions) {
  const isTTY = stream.isTTY === true
  const decoder = new StringDecoder()
  const send = (data: string | Uint8Array) =>
    new Promise<void>((resolve, reject) =>
      stream.write(data, (error) => (error && onFailure === 'told' ? reject(error) : resolve())),
    )
  const harmless = (data: string | Uint8Array) =>
    // Bytes are data: not even their colours are ours.
    typeof data === 'string' ? showPainted(data) : showLines(decoder.write(data as Buffer))

  return {
    isTTY,
    colour: isTTY && !environment.NO_COLOR && environment.TERM !== 'dumb',
    get columns() {
      return stream.columns
    },
    write: (data: string | Uint8Array) => send(isTTY ? harmless(data) : data),
    redraw: (text: string) => (isTTY ? send(`\r${show(text)}\x1b[K`) : Promise.resolve()),
  }
}
