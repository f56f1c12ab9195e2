import { createHash } from 'node:crypto'
import type { DestinationSettings } from '../../protocol/destination-settings.js'
import type { Change } from '../../protocol/event.js'
import { maskedUrl } from './masked.js'

/** Larger values are told by their size and hash: an event holds 32 KB. */
const MAX_VALUE_BYTES = 512
const MAX_BYTES = 16 * 1024
const MAX_DEPTH = 8

type Settings = Partial<DestinationSettings>

/** What differs between settings, by JSON Pointer; filters one by one. A URL is told as far as it holds no secret. */
export function changesOf(before: Settings, after: Settings): Change[] {
  const { filters: filtersBefore = [], ...restBefore } = before
  const { filters: filtersAfter = [], ...restAfter } = after
  const filters = Array.from({ length: Math.max(filtersBefore.length, filtersAfter.length) }, (_, i) => {
    const [was, is] = [filtersBefore[i], filtersAfter[i]]
    if (was === undefined || is === undefined) return differing('/filters', { [i]: was }, { [i]: is })
    return differing(`/filters/${i}`, was, is)
  })
  const found = [...differing('', restBefore, restAfter), ...filters.flat()]
  const told = (maxBytes: number) => found.map((change) => toldOf(change, maxBytes))
  const changes = told(MAX_VALUE_BYTES)
  return JSON.stringify(changes).length <= MAX_BYTES ? changes : told(0)
}

function differing(path: string, before: object, after: object): Change[] {
  const [was, is] = [before, after].map((value) => new Map(Object.entries(value)))
  return [...new Set([...was!.keys(), ...is!.keys()])].flatMap((key) => {
    const change = { path: `${path}/${key}`, before: was!.get(key) as unknown, after: is!.get(key) as unknown }
    return JSON.stringify(change.before) === JSON.stringify(change.after) ? [] : [change]
  })
}

function toldOf({ path, before, after }: Change, maxBytes: number): Change {
  const value = (raw: unknown) => short(path === '/url' && raw !== undefined ? maskedUrl(String(raw)) : raw, maxBytes)
  return {
    path,
    ...(before !== undefined && { before: value(before) }),
    ...(after !== undefined && { after: value(after) }),
  }
}

function short(value: unknown, maxBytes: number): unknown {
  const text = JSON.stringify(value)
  const bytes = Buffer.byteLength(text)
  if (typeof value !== 'object' && bytes < 64) return value
  if (bytes <= maxBytes && isShallow(value)) return value
  return { bytes, sha256: createHash('sha256').update(text).digest('hex') }
}

function isShallow(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return true
  return depth < MAX_DEPTH && Object.values(value).every((part) => isShallow(part, depth + 1))
}
