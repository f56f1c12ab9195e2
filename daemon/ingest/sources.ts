import type { WireError } from '../../protocol/error.js'
import type { Call } from './tracking.js'

/**
 * The calls of a sender whose events may name these sources only, in
 * `context.source`; undefined: any. One that names another is refused alone. Where
 * there is only one source, an event that names none is of that one. What such a
 * sender says of persons is not learned, for it would fill in the events of others.
 */
export function namingOnly(sources: readonly string[] | undefined, calls: readonly Call[]): readonly Call[] {
  return sources === undefined ? calls : calls.map((call) => named(call, sources))
}

function named(call: Call, sources: readonly string[]): Call {
  if (call.kind === 'identity') return { kind: 'other', type: 'identify' }
  // What is no event, or has no context to speak of, is refused where events are read.
  if (call.kind !== 'event' || !isRecord(call.value)) return call
  const context = call.value.context ?? {}
  if (context !== '' && !isRecord(context)) return call
  const fields = context === '' ? {} : context
  const { source } = fields
  if (typeof source === 'string' && sources.includes(source)) return call
  const [only, ...others] = sources
  const isAbsent = source === undefined || source === null || source === ''
  if (isAbsent && only !== undefined && others.length === 0)
    return { kind: 'event', value: { ...call.value, context: { ...fields, source: only } } }
  return { kind: 'mistake', error: refusal(isAbsent ? 'is absent' : 'is another', sources) }
}

/** Says nothing that was sent: it may be of any length. */
function refusal(problem: string, sources: readonly string[]): WireError {
  const listed = sources.slice(0, 3).join(', ') + (sources.length > 3 ? ', …' : '')
  const field = 'context.source'
  return {
    type: 'forbidden',
    message: `Cannot accept the event: ${field} ${problem}; the token is for ${listed}`,
    field,
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
