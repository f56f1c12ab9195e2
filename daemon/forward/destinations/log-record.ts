import type { Payload } from '../payload.js'

type Fields = { readonly [key: string]: unknown }
type Attribute = { readonly key: string; readonly value: object }

/** Properties and details that have a name of their own among the attributes. */
const NAMED: Readonly<Record<string, string>> = {
  workspace_id: 'audit.workspace.id',
  email: 'user.email',
}
const NAMED_DETAILS: Readonly<Record<string, string>> = {
  resource_type: 'audit.resource.type',
  resource_id: 'audit.resource.id',
  target: 'audit.resource.name',
}
const NAMED_CONTEXT: Readonly<Record<string, string>> = {
  ip: 'client.address',
  userAgent: 'user_agent.original',
  requestId: 'audit.context.request_id',
}

const INFO = { severityNumber: 9, severityText: 'INFO' }
const WARN = { severityNumber: 13, severityText: 'WARN' }

/**
 * A payload as a log record of OTLP's JSON. Attributes are named by OpenTelemetry's
 * semantic conventions where these know the thing (user.id, client.address,
 * user_agent.original, log.record.uid), the others `audit.` and where they stand,
 * nested objects flattened with dots. What a filter took out is absent.
 */
export function logRecordOf(payload: Payload): object {
  const { properties, context, timestamp, receivedAt } = payload
  const { type, details: sent, outcome, ...rest } = properties
  const details = isRecord(sent) ? sent : {}
  const name = typeof type === 'string' ? type : payload.event
  const attributes: Attribute[] = []
  add(attributes, 'log.record.uid', payload.messageId)
  add(attributes, 'user.id', payload.userId)
  add(attributes, 'audit.outcome', outcome)
  flatten(attributes, rest, 'audit.', NAMED)
  flatten(attributes, details, 'audit.details.', NAMED_DETAILS)
  if (isRecord(context)) flatten(attributes, context, 'audit.context.', NAMED_CONTEXT)
  return {
    timeUnixNano: nanosOf(timestamp),
    observedTimeUnixNano: nanosOf(receivedAt) ?? nanosOf(timestamp),
    ...(outcome === 'failure' ? WARN : INFO),
    eventName: name,
    body: { stringValue: typeof details.target === 'string' ? `${name}: ${details.target}` : name },
    attributes,
  }
}

function flatten(into: Attribute[], fields: Fields, prefix: string, named: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(fields)) {
    const name = Object.hasOwn(named, key) ? named[key]! : prefix + key
    if (isRecord(value)) flatten(into, value, `${name}.`, {})
    else add(into, name, value)
  }
}

function add(into: Attribute[], key: string, value: unknown): void {
  if (value !== undefined && value !== null) into.push({ key, value: anyValue(value) })
}

/** OTLP's AnyValue. An int64 is text in its JSON; an absent value is an empty one. */
function anyValue(value: unknown): object {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value }
  }
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } }
  if (!isRecord(value)) return {}
  return { kvlistValue: { values: Object.entries(value).map(([key, of]) => ({ key, value: anyValue(of) })) } }
}

/** Nanoseconds since 1970, beyond what a number holds exactly. */
function nanosOf(time: unknown): string | undefined {
  const atMs = typeof time === 'string' ? Date.parse(time) : Number.NaN
  return Number.isNaN(atMs) ? undefined : `${atMs}000000`
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
