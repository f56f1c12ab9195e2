import { isUtf8 } from 'node:buffer'
import { TrailError, type WireError } from '../../protocol/error.js'

/** One thing of a request's body, in its order: an event to admit, or why it is none. */
export type Item =
  | { readonly kind: 'event'; readonly value: unknown }
  | { readonly kind: 'mistake'; readonly error: WireError }

/** More levels than any event may have, few enough that parsing them costs next to nothing. */
export const MAX_BODY_DEPTH = 200
/** Below this size even a body of brackets alone is cheap. */
const DEPTH_CHECKED_FROM_BYTES = 1024 * 1024

const NDJSON = /^\s*application\/(x-ndjson|ndjson|jsonl|x-jsonlines|jsonlines)\s*(;|$)/i
export const isLines = (contentType: string | undefined) => contentType !== undefined && NDJSON.test(contentType)

const NEWLINE = 0x0a
const BYTE_ORDER_MARK = Buffer.from('\ufeff')

/**
 * The items of a body: NDJSON where the content type says so, else one JSON value
 * or an array of them. A bad line is one bad item; lines of white space are none.
 * Throws `invalid-request` for a body that is not JSON and `too-large` beyond
 * `maxItems`.
 */
export function parseItems(body: Buffer, contentType: string | undefined, maxItems: number): readonly Item[] {
  if (isLines(contentType)) return parseLines(body, maxItems)
  const value = parseBody(body)
  if (!Array.isArray(value)) return [{ kind: 'event', value }]
  checkCount(value.length, maxItems)
  return value.map((item) => ({ kind: 'event', value: item }))
}

/** The JSON value of a whole body. Throws `invalid-request`. */
export function parseBody(body: Buffer): unknown {
  const flaw = body.length === 0 ? 'it is empty' : flawOf(body)
  if (flaw !== undefined) throw new TrailError('invalid-request', `Cannot read the body: ${flaw}`)
  try {
    return JSON.parse(decode(body))
  } catch (cause) {
    throw new TrailError('invalid-request', `Cannot read the body: ${(cause as Error).message}`, { cause })
  }
}

export function checkCount(count: number, maxItems: number): void {
  if (count <= maxItems) return
  throw new TrailError('too-large', `Cannot take ${count} items in one request: the limit is ${maxItems}`)
}

function parseLines(body: Buffer, maxItems: number): readonly Item[] {
  const items: Item[] = []
  for (let start = 0, number = 1; start < body.length; number++) {
    const newline = body.indexOf(NEWLINE, start)
    const end = newline === -1 ? body.length : newline
    const item = parseLine(body.subarray(start, end), number)
    if (item !== undefined) {
      items.push(item)
      checkCount(items.length, maxItems)
    }
    start = end + 1
  }
  return items
}

export function parseLine(line: Buffer, number: number): Item | undefined {
  try {
    const flaw = flawOf(line)
    if (flaw !== undefined) return badLine(number, flaw)
    const text = decode(line)
    return text.trim() === '' ? undefined : { kind: 'event', value: JSON.parse(text) }
  } catch (cause) {
    return badLine(number, (cause as Error).message)
  }
}

const badLine = (number: number, problem: string): Item => ({
  kind: 'mistake',
  error: { type: 'invalid-event', message: `Cannot read line ${number}: ${problem}`, field: `line ${number}` },
})

/** A byte order mark is no part of the text (RFC 8259, section 8.1). */
const decode = (bytes: Buffer) => bytes.toString('utf8', bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) ? 3 : 0)

function flawOf(bytes: Buffer): string | undefined {
  if (!isUtf8(bytes)) return 'it is not UTF-8'
  // A body of brackets alone would turn into fifty times its size in arrays.
  if (bytes.length >= DEPTH_CHECKED_FROM_BYTES && isDeeperThan(MAX_BODY_DEPTH, bytes)) {
    return `it is nested deeper than ${MAX_BODY_DEPTH} levels`
  }
  return undefined
}

export function isDeeperThan(limit: number, json: Buffer): boolean {
  let depth = 0
  for (let i = 0; i < json.length; i++) {
    const byte = json[i]
    if (byte === 0x22) i = endOfText(json, i + 1)
    else if (byte === 0x5b || byte === 0x7b) {
      if (++depth > limit) return true
    } else if (byte === 0x5d || byte === 0x7d) depth--
  }
  return false
}

/** The position of the closing quote, or the end. */
function endOfText(json: Buffer, from: number): number {
  let i = from
  while (i < json.length && json[i] !== 0x22) i += json[i] === 0x5c ? 2 : 1
  return i
}
