import { TrailError } from '../../protocol/error.js'
import type { Lane } from '../store/lane.js'
import { inSlices, type Step } from '../store/slices.js'
import { type Item, isDeeperThan, isLines, MAX_BODY_DEPTH, parseBody, parseItems, parseLine } from './items.js'
import { createQueue } from './queue.js'

/** Shorter bodies are parsed at once. */
const LONG_BYTES = 128 * 1024
/** No event is so long, however it is written; what holds a batch neither. */
const MAX_PART_BYTES = 1024 * 1024
const [QUOTE, BACKSLASH, COMMA, OPEN_LIST, CLOSE_LIST, OPEN_MAP, CLOSE_MAP] = [0x22, 0x5c, 0x2c, 0x5b, 0x5d, 0x7b, 0x7d]
const COLON = 0x3a
const NEWLINE = 0x0a
const BATCH = '"batch"'
/** A long part is looked at in pieces of this size. */
const PIECE_BYTES = 64 * 1024

const inQueue = createQueue()
const read = <T>(lane: Lane | undefined, work: (step: Step) => Promise<T>) => inQueue(() => inSlices(lane, work))

/** As `parseItems`, but a long body is parsed item by item, and others have their turns in between. */
export function readItems(
  body: Buffer,
  contentType: string | undefined,
  maxItems: number,
  lane?: Lane,
): Promise<readonly Item[]> {
  if (body.length < LONG_BYTES) return inSlices(lane, () => parseItems(body, contentType, maxItems))
  return read(lane, async (step) => {
    if (isLines(contentType)) return linesOf(body, maxItems, step)
    const start = skipSpace(body, 0)
    if (body[start] !== OPEN_LIST) return [{ kind: 'event', value: short(body) }]
    const items: Item[] = []
    const end = await eachElement(body, start, maxItems, step, (value) => items.push({ kind: 'event', value }))
    if (skipSpace(body, end) < body.length) throw notJson()
    return items
  })
}

/** As `parseBody`; of a long body the elements of `batch` are parsed one by one, and others have their turns in between. */
export function readBatch(body: Buffer, maxItems: number, lane?: Lane): Promise<unknown> {
  if (body.length < LONG_BYTES) return inSlices(lane, () => parseBody(body))
  return read(lane, async (step) => {
    const start = skipSpace(body, 0)
    if (body[start] === OPEN_LIST) {
      const list: unknown[] = []
      const end = await eachElement(body, start, maxItems, step, (value) => list.push(value))
      if (skipSpace(body, end) < body.length) throw notJson()
      return list
    }
    const at = body.indexOf(BATCH)
    const list = at === -1 || at > MAX_PART_BYTES ? -1 : skipSpace(body, skipSpace(body, at + BATCH.length) + 1)
    if (list === -1 || body[list] !== OPEN_LIST || body[skipSpace(body, at + BATCH.length)] !== COLON)
      return short(body)
    const batch: unknown[] = []
    const end = await eachElement(body, list, maxItems, step, (value) => batch.push(value))
    if (list + body.length - end > MAX_PART_BYTES) throw tooLong()
    const rest = parseBody(Buffer.concat([body.subarray(0, list), Buffer.from('[]'), body.subarray(end)]))
    // The word stood somewhere else, or twice.
    if (!isRecord(rest) || !Array.isArray(rest.batch) || body.indexOf(BATCH, end) !== -1) return short(body)
    return { ...rest, batch }
  })
}

async function linesOf(body: Buffer, maxItems: number, step: Step): Promise<readonly Item[]> {
  const items: Item[] = []
  for (let start = 0, number = 1; start < body.length; number++) {
    const newline = body.indexOf(NEWLINE, start)
    const end = newline === -1 ? body.length : newline
    const item =
      end - start > MAX_PART_BYTES ? tooLongItem(`line ${number}`) : parseLine(body.subarray(start, end), number)
    if (item !== undefined) items.push(item)
    if (items.length > maxItems) throw tooManyItems(maxItems)
    start = end + 1
    const pause = step()
    if (pause !== undefined) await pause
  }
  return items
}

/** Calls for each element of the list that begins at `start`; resolves with where it ends. */
async function eachElement(
  json: Buffer,
  start: number,
  maxItems: number,
  step: Step,
  take: (value: unknown) => void,
): Promise<number> {
  let count = 0
  let from = start + 1
  if (json[skipSpace(json, from)] === CLOSE_LIST) return skipSpace(json, from) + 1
  for (;;) {
    const end = await endOfValue(json, from, step)
    if (++count > maxItems) throw tooManyItems(maxItems)
    if (end - from > MAX_PART_BYTES) throw tooLong()
    take(parseBody(json.subarray(from, end)))
    if (json[end] === CLOSE_LIST) return end + 1
    from = end + 1
    const pause = step()
    if (pause !== undefined) await pause
  }
}

/** Where the comma or bracket stands that ends the value which begins at `from`. */
async function endOfValue(json: Buffer, from: number, step: Step): Promise<number> {
  let depth = 0
  let pieceEnd = from + PIECE_BYTES
  for (let i = from; i < json.length; i++) {
    const byte = json[i]
    if (byte === QUOTE) i = endOfText(json, i + 1)
    else if (byte === OPEN_LIST || byte === OPEN_MAP) {
      if (++depth > MAX_BODY_DEPTH) throw tooDeep()
    } else if (depth === 0 && (byte === COMMA || byte === CLOSE_LIST)) return i
    else if (byte === CLOSE_LIST || byte === CLOSE_MAP) depth--
    if (depth < 0) break
    if (i < pieceEnd) continue
    if (i - from > MAX_PART_BYTES) throw tooLong()
    pieceEnd = i + PIECE_BYTES
    const pause = step()
    if (pause !== undefined) await pause
  }
  throw notJson()
}

/** The position of the closing quote, or the end. */
function endOfText(json: Buffer, from: number): number {
  for (let at = json.indexOf(QUOTE, from); at !== -1; at = json.indexOf(QUOTE, at + 1)) {
    let slashes = 0
    while (json[at - 1 - slashes] === BACKSLASH) slashes++
    if (slashes % 2 === 0) return at
  }
  return json.length
}

function skipSpace(json: Buffer, from: number): number {
  let i = from
  while (json[i] === 0x20 || json[i] === 0x0a || json[i] === 0x0d || json[i] === 0x09) i++
  return i
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What is no list of parts is one part. */
function short(body: Buffer): unknown {
  if (body.length <= MAX_PART_BYTES) return parseBody(body)
  if (isDeeperThan(MAX_BODY_DEPTH, body.subarray(0, MAX_PART_BYTES))) throw tooDeep()
  throw tooLong()
}

const tooDeep = () =>
  new TrailError('invalid-request', `Cannot read the body: it is nested deeper than ${MAX_BODY_DEPTH} levels`)
const tooLong = () => new TrailError('too-large', `Cannot take the body: a part of it exceeds ${MAX_PART_BYTES} bytes`)
const notJson = () => new TrailError('invalid-request', 'Cannot read the body: it is not JSON')
const tooManyItems = (max: number) =>
  new TrailError('too-large', `Cannot take so many items in one request: the limit is ${max}`)
const tooLongItem = (field: string): Item => ({
  kind: 'mistake',
  error: { type: 'too-large', message: `Cannot read ${field}: it exceeds ${MAX_PART_BYTES} bytes`, field },
})
