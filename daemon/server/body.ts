import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { TrailError } from '../../protocol/error.js'

export interface BodyLimits {
  readonly maxBytes: number
  /** Told of what is kept. Throws where that is too much. */
  readonly hold: (bytes: number) => void
}

/** What keeping a chunk costs beside its bytes, so that many small ones are not free. */
const CHUNK_COST = 256

/** What is read to be dropped, by the longest body. */
const DROPPED_BODIES = 4

/**
 * A request's body, decompressed. Never holds more than `maxBytes` of it, however
 * small it was made on the way. Throws `too-large`, what `hold` throws, and
 * `invalid-request`, also where the client hangs up.
 */
export async function readBody(stream: Readable, encoding: string | undefined, limits: BodyLimits): Promise<Buffer> {
  const sent = await collect(stream, limits, 'the connection was cut').finally(() => {
    drop(stream, limits.maxBytes)
  })
  switch (encoding?.trim().toLowerCase() ?? '') {
    case '':
    case 'identity':
      return sent
    case 'gzip':
    case 'x-gzip':
      return decompress(sent, limits)
    default:
      throw new TrailError(
        'invalid-request',
        `Cannot read the body: expected gzip or no content encoding, got "${encoding}"`,
      )
  }
}

/** Reads whatever is left, so that a refusal gets through and the next request on this connection is found; but not without end. */
export function drop(stream: Readable, maxBodyBytes: number): void {
  let left = DROPPED_BODIES * maxBodyBytes
  stream.on('data', (chunk: Buffer) => {
    left -= chunk.length
    if (left < 0) stream.destroy()
  })
}

async function collect(stream: Readable, { maxBytes, hold }: BodyLimits, flaw: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > maxBytes) throw tooLarge(maxBytes)
      hold(chunk.length + CHUNK_COST)
      chunks.push(chunk)
    }
  } catch (cause) {
    if (cause instanceof TrailError) throw cause
    throw new TrailError('invalid-request', `Cannot read the body: ${flaw}`, { cause })
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, bytes)
}

async function decompress(bytes: Buffer, limits: BodyLimits): Promise<Buffer> {
  const gunzip = createGunzip()
  try {
    return await collect(gunzip.end(bytes), limits, 'it is not gzip')
  } finally {
    gunzip.destroy()
  }
}

const tooLarge = (maxBytes: number) => new TrailError('too-large', `Cannot take the body: it exceeds ${maxBytes} bytes`)
