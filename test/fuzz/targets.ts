import fc from 'fast-check'
import { readCondition } from '#daemon/forward/filter/condition.js'
import { admit } from '#daemon/ingest/admit.js'
import { type Item, parseBody, parseItems } from '#daemon/ingest/items.js'
import { type Call, readCalls } from '#daemon/ingest/tracking.js'
import { readMessage } from '#daemon/server/client-message.js'
import { codecFor } from '#protocol/codec.js'
import { decodeCursor, encodeCursor } from '#protocol/cursor.js'
import { TrailError } from '#protocol/error.js'
import type { AuditEvent } from '#protocol/event.js'
import { compileFilter } from '#protocol/filter/compile.js'
import { parseFilter } from '#protocol/filter/parse.js'
import { printFilter } from '#protocol/filter/print.js'
import { SUBPROTOCOLS } from '#protocol/message.js'
import { show, showJson, showLines, showPainted } from '#protocol/show.js'
import { anyExpression, anyPayload } from '../forward/filter/any-expression.js'
import { anyFilter } from '../protocol/filter/any-filter.js'
import { auditEvent } from '../support/audit-event.js'
import { HOSTILE_NAMES } from '../support/hostile-names.js'

/** What is fuzzed: valid inputs to begin with, and what must hold of anything they are turned into. */
export interface FuzzTarget {
  readonly seeds: fc.Arbitrary<string | Uint8Array>
  /** Throws where something is wrong. A coded refusal is the right answer to most inputs. */
  check(input: Buffer): void
}

const NOW_MS = Date.parse('2026-11-25T12:00:00Z')
const MAX_FRAME_BYTES = 1024 * 1024
const RULES = { workspace: 'default', nowMs: NOW_MS, oldestMs: NOW_MS - 90 * 86_400_000 }
const EVENTS: readonly AuditEvent[] = [auditEvent(1), auditEvent(2, { details: { a: [{ b: 'İß*' }, 1, null] } })]
const PAYLOADS = fc.sample(anyPayload, { seed: 1, numRuns: 5 })

/** Undefined where it was refused with one of these codes. */
function unless<T>(types: readonly string[], make: () => T): T | undefined {
  try {
    return make()
  } catch (error) {
    if (error instanceof TrailError && types.includes(error.type)) return undefined
    throw error
  }
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what)
}

const message = fc.record({
  id: fc.oneof(fc.nat(), fc.constantFrom(-1, 2 ** 53, 1.5, null)),
  method: fc.constantFrom('query', 'subscribe', 'count', '__proto__', ''),
  params: fc.oneof(
    fc.json().map((text) => JSON.parse(text) as unknown),
    fc.constant({ filter: 'a', limit: 10 }),
  ),
})
const text = fc.string({
  unit: fc.oneof(fc.constantFrom(...HOSTILE_NAMES), fc.string({ unit: 'binary', maxLength: 1 })),
  maxLength: 8,
})
const event = fc.record(
  {
    id: text,
    timestamp: fc.constantFrom(
      '2026-11-25T11:00:00Z',
      '2026-11-25T11:00:60+02:00',
      '2026-13-01',
      '9999-12-31T23:59:59Z',
      '',
    ),
    workspace: text,
    action: text,
    actor: fc.oneof(
      fc.record({ id: text, type: fc.constantFrom('user', 'token', 'x'), email: text }),
      fc.constant(null),
    ),
    resource: fc.record({ id: text, name: text }, { requiredKeys: [] }),
    changes: fc.array(fc.record({ path: text, before: fc.jsonValue(), after: fc.jsonValue() }), { maxLength: 2 }),
    details: fc.dictionary(fc.oneof(text, fc.constantFrom('__proto__', 'constructor', 'toJSON')), fc.jsonValue(), {
      maxKeys: 3,
    }),
    seq: fc.nat(),
  },
  { requiredKeys: ['action', 'actor'] },
)
const call = fc.record(
  {
    type: fc.constantFrom('track', 'identify', 'page', 'alias', 'screen', 'x'),
    event: fc.oneof(text, fc.constant('Audit')),
    userId: fc.oneof(text, fc.nat()),
    properties: fc.oneof(event, fc.record({ type: text, details: fc.record({ subject: text, resource_type: text }) })),
    traits: fc.record({ name: text, email: text }),
    timestamp: fc.constantFrom('2026-11-25T11:00:00Z', 5, null),
    context: fc.jsonValue(),
  },
  { requiredKeys: ['type'] },
)
const asJson = (value: unknown) => JSON.stringify(value) ?? 'null'

/** Of whatever was read, each is admitted or told why not; what is admitted can be stored and shown. */
function admitAll(items: readonly (Item | Call)[] | undefined): void {
  for (const item of items ?? []) {
    if (item.kind !== 'event') continue
    const admission = admit(item.value, RULES)
    if ('error' in admission) must(admission.error.message.length < 10_000, 'a refusal is long')
    else JSON.parse(JSON.stringify(admission.draft))
  }
}

/** What a terminal may obey or a reader not see; an emoji sequence may hold joiners. */
const UNSAFE = /[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufff9-\ufffb\u{e0001}]/u
const COLOURS = /\x1b\[[\d;]*m/g

export const TARGETS: Readonly<Record<string, FuzzTarget>> = {
  'filter language': {
    seeds: anyFilter.map(printFilter),
    check(input) {
      const filter = unless(['invalid-filter'], () => parseFilter(input.toString()))
      if (filter === undefined) return
      const printed = printFilter(filter)
      must(printFilter(parseFilter(printed)) === printed, `printed and read it is another filter: ${printed}`)
      const again = compileFilter(parseFilter(printed), { now: () => NOW_MS })
      const compiled = compileFilter(filter, { now: () => NOW_MS })
      for (const event of EVENTS)
        must(compiled.matches(event) === again.matches(event), `printed it matches otherwise: ${printed}`)
    },
  },
  FQL: {
    seeds: anyExpression.map(({ fql }) => fql),
    check(input) {
      const condition = unless(['invalid-filter'], () => readCondition(input.toString()))
      if (condition === undefined) return
      for (const payload of PAYLOADS) {
        try {
          must(typeof condition(payload) === 'boolean', 'the answer is neither yes nor no')
        } catch (error) {
          if ((error as Error).name !== 'EvaluationError') throw error
        }
      }
    },
  },
  'MessagePack frames': {
    seeds: message.map((value) => codecFor(SUBPROTOCOLS.msgpack).encode(value)),
    check(input) {
      const codec = codecFor(SUBPROTOCOLS.msgpack)
      const received = readMessage(input, codec, MAX_FRAME_BYTES)
      if ('message' in received) codec.encode(received.message)
    },
  },
  'JSON frames': {
    seeds: message.map(asJson),
    check: (input) => void readMessage(input.toString(), codecFor(SUBPROTOCOLS.json), MAX_FRAME_BYTES),
  },
  cursors: {
    seeds: fc.oneof(
      fc.nat().map((seq) => encodeCursor({ kind: 'seq', trail: 't', epoch: 'e', seq })),
      fc.nat().map((seq) =>
        encodeCursor({
          kind: 'page',
          trail: 't',
          epoch: 'e',
          order: 'newest',
          asOf: seq,
          timestampMs: seq,
          seq,
          nowMs: seq,
        }),
      ),
    ),
    check(input) {
      const cursor = unless(['unknown-cursor'], () => decodeCursor(input.toString()))
      if (cursor !== undefined)
        must(asJson(decodeCursor(encodeCursor(cursor))) === asJson(cursor), 'it reads back as another')
    },
  },
  'bodies of events': {
    seeds: fc.oneof(event.map(asJson), fc.array(event, { maxLength: 3 }).map(asJson)),
    check: (input) => admitAll(unless(['invalid-request', 'too-large'], () => parseItems(input, undefined, 100))),
  },
  'bodies of NDJSON': {
    seeds: fc.array(event, { maxLength: 3 }).map((events) => events.map(asJson).join('\n')),
    check: (input) => admitAll(unless(['too-large'], () => parseItems(input, 'application/x-ndjson', 100))),
  },
  'bodies of calls': {
    seeds: fc.array(call, { maxLength: 3 }).map((batch) => asJson({ batch, context: { ip: '10.0.0.1' } })),
    check: (input) =>
      admitAll(unless(['invalid-request', 'too-large'], () => readCalls(parseBody(input), undefined, 100))),
  },
  'text on a terminal': {
    seeds: text,
    check(input) {
      // As UTF-16, too, so that halves of surrogate pairs occur.
      for (const given of [input.toString(), input.toString('latin1'), input.toString('utf16le')]) {
        const shown = show(given)
        must(!UNSAFE.test(shown), `unsafe: ${asJson(shown)}`)
        must(show(shown) === shown, `shown twice it is another: ${asJson(given)}`)
        must(!UNSAFE.test(showPainted(given).replace(COLOURS, '').replaceAll('\n', '')), 'unsafe where painted')
        must(!UNSAFE.test(showLines(given).replaceAll('\n', '')), 'unsafe in lines')
        const json = showJson(asJson(given))
        must(!UNSAFE.test(json) && JSON.parse(json) === given, `unsafe or other JSON: ${json}`)
      }
    },
  },
}
