import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { TrailError } from '../../protocol/error.js'

const unzip = promisify(gunzip)

/**
 * A request's body, decompressed. Never holds more than `maxBytes` of it, however
 * small it was made on the way. Throws `too-large` and `invalid-request`, also where
 * the client hangs up.
 */
export async function readBody(stream: Readable, encoding: string | undefined, maxBytes: number): Promise<Buffer> {
  const sent = await collect(stream, maxBytes)
  switch (encoding?.trim().toLowerCase() ?? '') {
    case '':
    case 'identity':
      return sent
    case 'gzip':
    case 'x-gzip':
      return decompress(sent, maxBytes)
    default:
      throw new TrailError(
        'invalid-request',
        `Cannot read the body: expected gzip or no content encoding, got "${encoding}"`,
      )
  }
}

async function collect(stream: Readable, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > maxBytes) break
      chunks.push(chunk)
    }
  } catch (cause) {
    throw new TrailError('invalid-request', 'Cannot read the body: the connection was cut', { cause })
  }
  if (bytes > maxBytes) {
    // The rest is read and dropped: the answer gets through, and the next request on this connection is found.
    stream.resume()
    throw tooLarge(maxBytes)
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, bytes)
}

async function decompress(bytes: Buffer, maxBytes: number): Promise<Buffer> {
  try {
    return await unzip(bytes, { maxOutputLength: maxBytes })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes)
    throw new TrailError('invalid-request', `Cannot read the body: it is not gzip (${(cause as Error).message})`, {
      cause,
    })
  }
}

const tooLarge = (maxBytes: number) => new TrailError('too-large', `Cannot take the body: it exceeds ${maxBytes} bytes`)
