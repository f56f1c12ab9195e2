import { TrailError, type WireError } from '../../protocol/error.js'
import type { Identity } from './identities.js'
import { checkCount, type Item } from './items.js'
import { type Submission, unfoldAudit } from './unfold.js'

/** The calls of Segment's HTTP Tracking API. */
export const CALL_TYPES = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const
export type CallType = (typeof CALL_TYPES)[number]

/** Each path below `/v1/` and the type of the one call it takes, undefined where it takes a batch. Browsers use the short ones. */
export const TRACKING_PATHS: Readonly<Record<string, CallType | undefined>> = {
  ...{ batch: undefined, b: undefined, import: undefined },
  ...Object.fromEntries(
    CALL_TYPES.flatMap((type) => [
      [type, type],
      [type[0]!, type],
    ]),
  ),
}

type Fields = Readonly<Record<string, unknown>>

/** One call, read: what any body holds, something learned of a person, or a call that leaves no event. */
export type Call =
  | Item
  | { readonly kind: 'identity'; readonly id: string; readonly said: Identity }
  | { readonly kind: 'other'; readonly type: CallType }

/**
 * The calls in a body. In a batch each item says its type, and the batch's context
 * holds for items that do not say otherwise. Throws `invalid-request` where the
 * body has not that shape and `too-large` beyond `maxItems`.
 */
export function readCalls(body: unknown, type: CallType | undefined, maxItems: number): readonly Call[] {
  if (!isRecord(body)) throw new TrailError('invalid-request', 'Cannot read the call: the body is not a JSON object')
  if (type !== undefined) return [readCall(body, type)]
  const { batch, context } = body
  if (!Array.isArray(batch)) {
    throw new TrailError('invalid-request', 'Cannot read the batch: it has no array of calls', { field: 'batch' })
  }
  checkCount(batch.length, maxItems)
  return batch.map((item: unknown) => {
    if (!isRecord(item)) return mistake('the call is not a JSON object')
    const merged = isRecord(context)
      ? { ...item, context: { ...context, ...(isRecord(item.context) && item.context) } }
      : item
    return readCall(merged, item.type)
  })
}

/** The write key that a body of the Tracking API may bring instead of a header. */
export function writeKeyOf(body: unknown): string | undefined {
  return isRecord(body) && typeof body.writeKey === 'string' ? body.writeKey : undefined
}

function readCall(call: Fields, type: unknown): Call {
  if (type === 'track') return { kind: 'event', value: readTrack(call) }
  if (type === 'identify') return readIdentify(call)
  const other = CALL_TYPES.find((known) => known === type)
  if (other !== undefined) return { kind: 'other', type: other }
  return mistake(`type must be one of ${CALL_TYPES.join(', ')}`, 'type')
}

function readTrack(call: Fields): Submission {
  const { event, properties, messageId, timestamp, context } = call
  const audit = unfoldAudit(call)
  return {
    id: messageId,
    timestamp: timestamp ?? call.originalTimestamp,
    context,
    ...(audit ?? { action: event, actor: { id: personOf(call) }, details: properties }),
  }
}

function readIdentify(call: Fields): Call {
  const id = personOf(call)
  if (typeof id !== 'string') return mistake('userId or anonymousId is required', 'userId')
  const traits = isRecord(call.traits) ? call.traits : {}
  const name = textOf(traits.name) ?? textOf([traits.firstName, traits.lastName].filter(textOf).join(' '))
  const email = textOf(traits.email)
  return { kind: 'identity', id, said: { ...(name !== undefined && { name }), ...(email !== undefined && { email }) } }
}

/** Segment's libraries of loosely typed languages send numbers, too. */
function personOf({ userId, anonymousId }: Fields): unknown {
  const id = userId === undefined || userId === null || userId === '' ? anonymousId : userId
  return typeof id === 'number' ? String(id) : id
}

function mistake(problem: string, field?: string): Call {
  const message = `Cannot accept the call: ${problem}`
  return { kind: 'mistake', error: { type: 'invalid-event', message, ...(field !== undefined && { field }) } }
}

/** The field of a call that became a field of the event, for whom the event's names mean nothing. */
const SENT_AS: Readonly<Record<string, string>> = {
  id: 'messageId',
  action: 'event',
  'actor.id': 'userId',
  details: 'properties',
}

/** The same error in the words of the Tracking API. */
export function inTrackingTerms(error: WireError): WireError {
  const { field } = error
  if (field === undefined) return error
  const [ours, theirs] = Object.entries(SENT_AS).find(([ours]) => field === ours || field.startsWith(`${ours}.`)) ?? [
    field,
    field,
  ]
  const sent = theirs + field.slice(ours.length)
  return { ...error, field: sent, message: error.message.replace(field, sent) }
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
