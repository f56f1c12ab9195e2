import type { DeliveryStep } from '../../protocol/destination.js'
import type { DestinationSettings } from '../../protocol/destination-settings.js'
import { checkFilters, compileFilters } from './filter/filters.js'
import type { Payload } from './payload.js'
import { compilePlan, type Judgement, type Plan } from './plan/plan.js'
import { violationPayload } from './plan/violation.js'

/** What filters and tracking plan made of one event. */
export interface Passage {
  /** Its own payload, unless it is dropped, and behind it those that tell of violations. */
  readonly payloads: readonly Payload[]
  readonly dropped?: { readonly step: DeliveryStep; readonly code: string; readonly message: string }
  readonly violations: number
  /** What was done, in words; collected only to explain it. */
  readonly steps: readonly PassageStep[]
}

export interface PassageStep {
  readonly name: string
  readonly outcome: string
}

/** Destination filters, then the tracking plan, as compiled from settings. */
export type Pipeline = (payload: Payload) => Passage

/** Of one event; all are counted, more than these are not told of. */
const MAX_VIOLATION_PAYLOADS = 20

/**
 * Throws `invalid-filter` or `invalid-request`, naming the field, for filters or a plan
 * that cannot be used. What they have no answer for is dropped: it must not slip by.
 */
export function createPipeline(settings: DestinationSettings, { explain = false } = {}): Pipeline {
  const { filters = [], trackingPlan } = settings
  checkFilters(filters)
  const filter = compileFilters(filters)
  const plan = trackingPlan === undefined ? undefined : compilePlan(trackingPlan)

  return (payload) => {
    const steps: PassageStep[] = []
    const note = (name: string, outcome: () => string) => {
      if (explain) steps.push({ name, outcome: outcome() })
    }

    const verdict = filter(payload)
    if ('dropped' in verdict) {
      const { by, error } = verdict
      const message =
        error === undefined ? `Dropped by the filter "${by}"` : `The filter "${by}" has no answer: ${error}`
      note('filters', () => message)
      const code = error === undefined ? 'FILTERED_BY_RULES' : 'INVALID_SETTINGS'
      return { payloads: [], dropped: { step: 'filteredAtDestination', code, message }, violations: 0, steps }
    }
    const left = whole(verdict.payload, payload)
    if (filters.length > 0) note('filters', () => (left === payload ? 'passed unchanged' : 'passed, with less in it'))
    if (plan === undefined || trackingPlan === undefined) return { payloads: [left], violations: 0, steps }

    const judgement = judged(plan, left)
    if (typeof judgement === 'string') {
      const message = `The tracking plan has no answer: ${judgement}`
      note('tracking plan', () => message)
      return {
        payloads: [],
        dropped: { step: 'filteredAtDestination', code: 'INVALID_SETTINGS', message },
        violations: 0,
        steps,
      }
    }
    const { blocked, violations } = judgement
    note('tracking plan', () => wordsFor(judgement))
    const told = settings.forwardViolations ? violations.slice(0, MAX_VIOLATION_PAYLOADS) : []
    const behind = told.map((violation) => violationPayload(violation, left, trackingPlan))
    return {
      payloads: blocked === undefined ? [judgement.payload, ...behind] : behind,
      ...(blocked && { dropped: { step: 'filteredAtSource', code: blocked, message: reasonOf(judgement) } }),
      violations: violations.length,
      steps,
    }
  }
}

/** What filters may take from an event, except what makes it one: by these it is known, placed and read. */
function whole(left: Readonly<Record<string, unknown>>, payload: Payload): Payload {
  if (left === payload) return payload
  const { type, event, messageId, timestamp, receivedAt } = payload
  const { properties = {}, context = {}, integrations = {} } = left
  return { ...left, type, event, messageId, timestamp, receivedAt, properties, context, integrations } as Payload
}

/** A plan may give up on an event: it took too long, or refers to itself without end. */
function judged(plan: Plan, payload: Payload): Judgement | string {
  try {
    return plan(payload)
  } catch (error) {
    return (error as Error).message
  }
}

/** The first few; an event of 32 KB can have thousands. */
function reasonOf({ planned, violations }: Judgement): string {
  const shown = violations.slice(0, 3).map(({ description }) => description)
  const more = violations.length > shown.length ? [`${violations.length - shown.length} more`] : []
  return [...(planned ? [] : ['The event is not in the tracking plan']), ...shown, ...more].join('; ')
}

function wordsFor(judgement: Judgement): string {
  const { blocked, omitted, planned, violations } = judgement
  const why = planned && violations.length === 0 ? '' : `: ${reasonOf(judgement)}`
  if (blocked !== undefined) return `blocked, ${blocked}${why}`
  return `${omitted.length === 0 ? 'passed' : `passed without ${omitted.join(', ')}`}${why}`
}
