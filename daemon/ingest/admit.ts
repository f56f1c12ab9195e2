import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { catalogued, OTHER_AREA } from '../../protocol/catalogue.js'
import type { ErrorType, WireError } from '../../protocol/error.js'
import { type Context, type Draft, EVENT_LIMITS, EventSchema } from '../../protocol/event.js'
import { findMismatch } from '../../protocol/mismatch.js'
import { formatTime, parseTime } from '../../protocol/time.js'
import { findFlaw } from './i-json.js'
import { newId } from './new-id.js'

export interface AdmissionRules {
  /** Of events that name none. */
  readonly workspace: string
  readonly nowMs: number
  /** The retention limit: events before it are refused. */
  readonly oldestMs: number
}

export type Admission = { readonly draft: Draft } | { readonly error: WireError }

type Fields = Record<string, unknown>

const { seq: _seq, receivedAt: _receivedAt, erased: _erased, ...sendersFields } = EventSchema.properties
const DraftSchema = Compile(
  // `details` without the cost of matching each key against a pattern.
  Type.Object({ ...sendersFields, timestamp: Type.Optional(Type.String()), details: Type.Object({}) }),
)

/** Most senders write times as they are stored; a leap second, which `parseTime` takes, is not stored as such. */
const AS_STORED = /^.{10}T.{6}[0-5].\....Z$/

const KNOWN = new Set(Object.keys(EventSchema.properties))
const ACTOR_FIELDS = ['type', 'id', 'name', 'email']
const RESOURCE_FIELDS = ['type', 'id', 'name']
const CONTEXT_FIELDS = ['ip', 'userAgent', 'requestId', 'library']

/**
 * Reads an untrusted value as an event: fills in what is absent, refuses what does
 * not fit and says where. `null` and `""` in a named field are absence. Never throws.
 */
export function admit(value: unknown, rules: AdmissionRules): Admission {
  if (!isRecord(value)) return refuse('invalid-event', `must be a JSON object, not ${kindName(value)}`)
  for (const key of Object.keys(value)) {
    if (!KNOWN.has(key)) return refuse('invalid-event', 'is not a field of an event', [key])
  }
  const draft = complete(value, rules)
  if (!DraftSchema.Check(draft)) return refuseMismatch(draft)
  const flaw = findFlaw(draft, EVENT_LIMITS)
  if (flaw !== undefined)
    return refuse(flaw.reason === 'invalid' ? 'invalid-event' : 'too-large', flaw.message, flaw.path)
  return settleTime(draft as Draft, rules)
}

/** Written field by field, so that every draft has the same hidden class and no key of the sender's is ever assigned. */
function complete(value: Fields, rules: AdmissionRules): Fields {
  const action = present(value.action)
  const actor = withoutAbsent(value.actor, ACTOR_FIELDS)
  const timestamp = present(value.timestamp)
  const changes = present(value.changes)
  const context = withoutAbsent(value.context, CONTEXT_FIELDS)
  const draft: Fields = {
    id: present(value.id) ?? newId(),
    workspace: present(value.workspace) ?? rules.workspace,
    action,
    area: present(value.area) ?? defaultArea(action),
    outcome: present(value.outcome) ?? defaultOutcome(action),
    actor: actor === undefined || (isRecord(actor) && actor.type === undefined) ? { type: 'user', ...actor } : actor,
    resource: withoutAbsent(value.resource, RESOURCE_FIELDS) ?? {},
    details: present(value.details) ?? {},
  }
  if (timestamp !== undefined) draft.timestamp = timestamp
  if (changes !== undefined) draft.changes = changes
  if (context !== undefined) draft.context = context
  return draft
}

/** A time before the retention limit is refused; one too far ahead becomes the time of receipt, the sent one kept beside it. */
function settleTime(draft: Draft, { nowMs, oldestMs }: AdmissionRules): Admission {
  const { timestamp: sent, ...timeless } = draft
  if (sent === undefined) return { draft }
  const atMs = parseTime(sent)
  if (atMs === undefined) {
    return refuse('invalid-event', `is not an RFC 3339 time, as 2026-11-20T14:30:00Z: "${clip(sent)}"`, ['timestamp'])
  }
  if (atMs < oldestMs) {
    return refuse('too-old', `lies before the retention limit, ${formatTime(oldestMs)}: "${clip(sent)}"`, ['timestamp'])
  }
  if (atMs > nowMs + EVENT_LIMITS.maxAheadMs) {
    const context: Context = { ...timeless.context, originalTimestamp: sent }
    return { draft: { ...timeless, context } }
  }
  if (!AS_STORED.test(sent)) draft.timestamp = formatTime(atMs)
  return { draft }
}

function refuseMismatch(draft: Fields): Admission {
  const { path, problem } = findMismatch(DraftSchema, draft)
  return refuse('invalid-event', problem, path)
}

function refuse(type: ErrorType, problem: string, path: readonly string[] = []): { readonly error: WireError } {
  const field = path.map(clip).join('.')
  return field === ''
    ? { error: { type, message: `Cannot accept the event: it ${problem}` } }
    : { error: { type, message: `Cannot accept the event: ${field} ${problem}`, field } }
}

/** Only a copy where something is to be left out. */
function withoutAbsent(value: unknown, named: readonly string[]): unknown {
  if (!isRecord(value)) return present(value)
  if (!named.some((key) => value[key] === null || value[key] === '')) return value
  return Object.fromEntries(
    Object.entries(value).filter(([key, v]) => !named.includes(key) || present(v) !== undefined),
  )
}

const present = (value: unknown) => (value === null || value === '' ? undefined : value)

const defaultArea = (action: unknown) => (typeof action === 'string' && catalogued(action)?.area) || OTHER_AREA

function defaultOutcome(action: unknown): 'success' | 'failure' {
  const failed = typeof action === 'string' && (action.endsWith(' Failed') || catalogued(action)?.kind === 'failure')
  return failed ? 'failure' : 'success'
}

/** What a sender sent is repeated in messages only so far. */
const clip = (text: string) => (text.length <= 80 ? text : `${text.slice(0, 80)}…`).toWellFormed()

const kindName = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'an array' : `a ${typeof value}`)

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
