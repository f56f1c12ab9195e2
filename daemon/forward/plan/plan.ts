import type { TrackingPlan } from '../../../protocol/tracking-plan.js'
import type { Payload } from '../payload.js'
import { omit, omittable } from './omit.js'
import { type Rule, readRules } from './rule.js'
import type { Path } from './subschemas.js'
import type { Violation } from './violation.js'
import { withinTime } from './within-time.js'

/** Segment's names of why an event goes no further. */
export type BlockCode = 'unplanned' | 'schema_violation' | 'common_schema_violation' | 'unplanned_and_schema_violation'

export interface Judgement {
  /** Without what the plan omits, which is named in its `context.protocols`. */
  readonly payload: Payload
  readonly blocked?: BlockCode
  readonly planned: boolean
  readonly violations: readonly Violation[]
  readonly omitted: readonly string[]
}

/** Throws where a schema has no answer for an event, or none in time. */
export type Plan = (payload: Payload) => Judgement

/** The most that an event can hold up the daemon by a plan with a careless pattern. */
const LIMIT_MS = 100

/**
 * Makes a tracking plan ready to run. The rule of the event's name comes first, then the
 * COMMON one judges what that left. Payloads stay as they are. Throws `invalid-request`
 * with the field for a plan that cannot be used.
 */
export function compilePlan({ rules, track = {} }: TrackingPlan): Plan {
  const { named, common } = readRules(rules)
  return (payload) => {
    const [rule, general] = [named(payload.event), common()]
    const run = () => judge(payload, rule, general, track)
    return rule?.limited || general?.limited ? withinTime(LIMIT_MS, run) : run()
  }
}

function judge(
  original: Payload,
  rule: Rule | undefined,
  general: Rule | undefined,
  track: NonNullable<TrackingPlan['track']>,
): Judgement {
  const own = rule?.violations(original) ?? []
  const unplanned = track.allowUnplannedEventProperties === false ? (rule?.unplanned(original) ?? []) : []
  const offending = track.allowPropertiesOnViolations === false ? placesOf(own, original) : []
  const left = omit(original, [...unplanned, ...offending])

  const shared = general?.violations(left) ?? []
  const commonly = track.commonEventOnViolations ?? 'ALLOW'
  const offendingAll = commonly === 'OMIT_PROPERTIES' ? placesOf(shared, left) : []
  const onViolation = [...offending, ...offendingAll]

  const planned = rule !== undefined
  const unwanted = !planned && track.allowUnplannedEvents === false
  const code = unwanted
    ? shared.length > 0
      ? 'unplanned_and_schema_violation'
      : 'unplanned'
    : own.length > 0 && track.allowEventOnViolations === false
      ? 'schema_violation'
      : shared.length > 0 && commonly === 'BLOCK'
        ? 'common_schema_violation'
        : undefined
  return {
    payload: recorded(omit(left, offendingAll), unplanned, onViolation),
    ...(code !== undefined && { blocked: code }),
    planned,
    violations: [...own, ...shared],
    omitted: [...unplanned, ...onViolation].map(nameOf),
  }
}

const nameOf = (path: Path) => path.join('.')

/** Each once. */
function placesOf(violations: readonly Violation[], payload: Payload): Path[] {
  const places = violations.flatMap(({ offending = [] }) => {
    const place = omittable(offending, payload)
    return place === undefined ? [] : [place]
  })
  return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()]
}

/** Says in the event itself what it lacks, as Segment does. */
function recorded(payload: Payload, unplanned: readonly Path[], onViolation: readonly Path[]): Payload {
  if (unplanned.length === 0 && onViolation.length === 0) return payload
  const protocols = {
    ...(unplanned.length > 0 && { omitted: unplanned.map(nameOf) }),
    ...(onViolation.length > 0 && { omitted_on_violation: onViolation.map(nameOf) }),
  }
  return { ...payload, context: { ...payload.context, protocols } }
}
