import { KNOWN_KEYS } from '../../protocol/filter/keys.js'
import { printFilter } from '../../protocol/filter/print.js'
import type { Facets } from '../../protocol/request.js'
import type { Typed } from './line-editor.js'

export interface Candidate {
  /** Takes the place of the word under the caret. */
  readonly insert: string
  readonly label: string
  /** The meaning of a key, or how often a value occurs. */
  readonly hint: string
}

/** Where values of a key are found among the facets. */
const FACET_OF: Readonly<Record<string, keyof Facets['fields']>> = {
  actor: 'actor',
  'actor.type': 'actor.type',
  action: 'action',
  area: 'area',
  outcome: 'outcome',
  workspace: 'workspace',
  resource: 'resource',
  'resource.type': 'resource.type',
  ip: 'ip',
}
const FIXED: Readonly<Record<string, readonly string[]>> = {
  outcome: ['success', 'failure'],
  'actor.type': ['user', 'token', 'system'],
  has: ['changes'],
  since: ['15m', '1h', '24h', '7d', '30d'],
  until: ['15m', '1h', '24h', '7d', '30d'],
}
const MOST = 8

/** The word the caret stands in or behind, from its start to the caret. Quotes hold blanks together. */
export function wordAtCaret({ text, caret }: Typed): { start: number; word: string } {
  let start = 0
  let quoted = false
  for (let i = 0; i < caret; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === '"') quoted = !quoted
    else if (!quoted && /\s/.test(text[i]!)) start = i + 1
  }
  return { start, word: text.slice(start, caret) }
}

/** What the word under the caret may become: keys, then values of a key, the most frequent first. */
export function candidatesFor(typed: Typed, facets: Facets['fields']): Candidate[] {
  const { word } = wordAtCaret(typed)
  const [, minus = '', rest = ''] = /^(-?)(.*)$/su.exec(word) ?? []
  const colon = rest.indexOf(':')
  if (colon < 0) return keyCandidates(minus, rest)
  return valueCandidates(`${minus}${rest.slice(0, colon)}`, rest.slice(0, colon), rest.slice(colon + 1), facets)
}

function keyCandidates(minus: string, prefix: string): Candidate[] {
  const wanted = prefix.toLowerCase()
  return Object.entries(KNOWN_KEYS)
    .filter(([name]) => name.startsWith(wanted))
    .map(([name, { meaning }]) => ({
      insert: name.endsWith('<path>') ? `${minus}details.` : `${minus}${name}:`,
      label: `${minus}${name}:`,
      hint: meaning,
    }))
    .slice(0, MOST)
}

function valueCandidates(written: string, key: string, typedValues: string, facets: Facets['fields']): Candidate[] {
  const comma = lastPlainComma(typedValues)
  const before = typedValues.slice(0, comma + 1)
  const wanted = typedValues
    .slice(comma + 1)
    .replaceAll('"', '')
    .toLowerCase()
  const counted = facets[FACET_OF[key] ?? 'area']?.values ?? []
  const values =
    FIXED[key]?.map((value) => ({ value, label: value, hint: '' })) ??
    (key in FACET_OF
      ? counted.map(({ value, label, count }) => ({ value, label: label ?? value, hint: String(count) }))
      : [])
  const starts = ({ label, value }: { label: string; value: string }) =>
    label.toLowerCase().startsWith(wanted) || value.toLowerCase().startsWith(wanted)
  const holds = ({ label }: { label: string }) => label.toLowerCase().includes(wanted)
  return [...values.filter(starts), ...values.filter((value) => !starts(value) && holds(value))]
    .slice(0, MOST)
    .map(({ value, label, hint }) => ({ insert: `${written}:${before}${quoted(value)}`, label, hint }))
}

function lastPlainComma(text: string): number {
  const open = text.split('"').length % 2 === 0
  return text.lastIndexOf(',', open ? text.lastIndexOf('"') : undefined)
}

/** A value as it must be written behind a key. */
const quoted = (value: string): string =>
  printFilter({ terms: [{ key: 'area', values: [{ runs: [value] }], negated: false, column: 1 }] }).slice(
    'area:'.length,
  )

/** The line with the candidate in place of the word under the caret. */
export function complete(typed: Typed, { insert }: Candidate): Typed {
  const { start } = wordAtCaret(typed)
  const behind = typed.text.slice(typed.caret)
  const closed = insert.endsWith(':') || insert.endsWith('.') || behind.startsWith(' ') ? insert : `${insert} `
  return { text: typed.text.slice(0, start) + closed + behind, caret: start + closed.length }
}
