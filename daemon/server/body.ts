import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { TrailError } from '../../protocol/error.js'
import type { Budget } from './budget.js'

export interface BodyLimits {
  readonly maxBytes: number
  /** Shared by all whose sender is not known yet; none for the others. */
  readonly budget: Budget | undefined
}

/** What keeping a chunk costs beside its bytes, so that many small ones are not free. */
const CHUNK_COST = 256

/**
 * A request's body, decompressed. Never holds more than `maxBytes` of it, however
 * small it was made on the way. Throws `too-large`, `busy` where the budget is used
 * up, and `invalid-request`, also where the client hangs up.
 */
export async function readBody(stream: Readable, encoding: string | undefined, limits: BodyLimits): Promise<Buffer> {
  const sent = await collect(stream, limits, 'the connection was cut').finally(() => {
    // Whatever is left is read and dropped: a refusal gets through, and the next request on this connection is found.
    stream.resume()
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

async function collect(stream: Readable, { maxBytes, budget }: BodyLimits, flaw: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  let [bytes, taken] = [0, 0]
  try {
    for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > maxBytes) throw tooLarge(maxBytes)
      if (budget?.take(chunk.length + CHUNK_COST) === false) throw tooMany()
      taken += chunk.length + CHUNK_COST
      chunks.push(chunk)
    }
  } catch (cause) {
    if (cause instanceof TrailError) throw cause
    throw new TrailError('invalid-request', `Cannot read the body: ${flaw}`, { cause })
  } finally {
    budget?.give(taken)
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
const tooMany = () =>
  new TrailError('busy', 'Cannot take the body: too much is being read for senders that are not known yet')
