import type { Options } from 'msgpackr'
// Not 'msgpackr' itself, which reads texts as slices of one long text: who kept one field of a frame kept 6 kB of it.
import { Packr } from 'msgpackr/pack'
import { TrailError } from './error.js'
import { SUBPROTOCOLS } from './message.js'
import { flawInMsgpack } from './msgpack-form.js'

/** An event may be 20 deep; messages wrap it in a few more. */
const MAX_DEPTH = 32

/** How messages travel under one subprotocol. */
export interface Codec {
  readonly subprotocol: string
  /** Fields that are undefined are left out. */
  encode(message: unknown): string | Uint8Array
  /**
   * Throws `too-large` for a frame above `maxBytes` (UTF-8 bytes of text), and
   * `invalid-request` for one of the other kind (text or binary), one that cannot
   * be read whole, is nested too deep or has a key `__proto__`.
   */
  decode(frame: string | Uint8Array, maxBytes: number): unknown
}

/** The codec of a negotiated subprotocol; `''`, where none was offered, is JSON. RangeError for any other. */
export function codecFor(subprotocol: string): Codec {
  if (subprotocol === SUBPROTOCOLS.msgpack) return MSGPACK
  if (subprotocol === SUBPROTOCOLS.json || subprotocol === '') return JSON_TEXT
  throw new RangeError(`No codec for the subprotocol "${subprotocol}"`)
}

/** These settings are the format: plain maps, no record extension, no key left for what is undefined. */
const packr = new Packr({
  useRecords: false,
  int64AsType: 'number',
  useToJSON: false,
  skipValues: [undefined],
} as Options)

const MSGPACK: Codec = {
  subprotocol: SUBPROTOCOLS.msgpack,
  encode: (message) => packr.pack(message),
  decode(frame, maxBytes) {
    if (typeof frame === 'string') throw unreadable('expected a binary frame of MessagePack, got text')
    checkSize(frame.byteLength, maxBytes)
    const flaw = flawInMsgpack(frame, MAX_DEPTH)
    if (flaw !== undefined) throw unreadable(flaw)
    return packr.unpack(frame)
  },
}

const JSON_TEXT: Codec = {
  subprotocol: SUBPROTOCOLS.json,
  encode: (message) => JSON.stringify(message),
  decode(frame, maxBytes) {
    if (typeof frame !== 'string') throw unreadable('expected a text frame of JSON, got binary')
    checkSize(Buffer.byteLength(frame), maxBytes)
    let message: unknown
    try {
      message = JSON.parse(frame)
    } catch (cause) {
      throw unreadable('it is not JSON', cause)
    }
    checkForm(message, 0)
    return message
  },
}

function checkForm(value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null) return
  if (depth === MAX_DEPTH) throw unreadable(`it is nested more than ${MAX_DEPTH} deep`)
  if (Object.hasOwn(value, '__proto__')) throw unreadable('it has a key __proto__')
  for (const member of Object.values(value)) checkForm(member, depth + 1)
}

function checkSize(bytes: number, maxBytes: number): void {
  if (bytes > maxBytes)
    throw new TrailError('too-large', `Cannot read the message: ${bytes} bytes, at most ${maxBytes} are taken`)
}

function unreadable(problem: string, cause?: unknown): TrailError {
  return new TrailError('invalid-request', `Cannot read the message: ${problem}`, cause === undefined ? {} : { cause })
}
