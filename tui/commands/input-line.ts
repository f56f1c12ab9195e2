import { createReadStream } from 'node:fs'
import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

/** A line of a file or of stdin, without its end. */
export interface InputLine {
  /** From 1. */
  readonly number: number
  /** Absent where the line is longer than the limit. */
  readonly bytes?: Buffer
}

const NEWLINE = 0x0a
const GZIP = [0x1f, 0x8b]

export const openInput = (file: string, stdin: Readable): Readable => (file === '-' ? stdin : createReadStream(file))

/** The lines of a stream, gzip or plain. Holds at most one chunk and `maxBytes` of a line. */
export async function* inputLines(input: Readable, maxBytes: number): AsyncGenerator<InputLine> {
  let number = 1
  let held: Buffer[] = []
  let heldBytes = 0
  const hold = (piece: Buffer) => {
    heldBytes += piece.length
    if (heldBytes <= maxBytes) held.push(piece)
    else held = []
  }
  const line = (): InputLine => {
    const bytes = heldBytes <= maxBytes ? Buffer.concat(held) : undefined
    held = []
    heldBytes = 0
    return { number: number++, ...(bytes && { bytes }) }
  }

  for await (const chunk of unzipped(input)) {
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      hold(chunk.subarray(start, end))
      yield line()
      start = end + 1
    }
    hold(chunk.subarray(start))
  }
  if (heldBytes > 0) yield line()
}

/** Told by its first bytes, not by a name: stdin has none. */
async function* unzipped(input: Readable): AsyncGenerator<Buffer> {
  const chunks: AsyncIterator<Buffer> = input[Symbol.asyncIterator]()
  let head = Buffer.alloc(0)
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    head = Buffer.concat([head, next.value])
    if (head.length >= GZIP.length) break
  }
  const whole = Readable.from(all(head, chunks))
  // The callback is for the errors that the iteration of the unzipped stream reports anyway.
  yield* GZIP.every((byte, i) => head[i] === byte) ? pipeline(whole, createGunzip(), () => {}) : whole
}

async function* all(head: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value
}
