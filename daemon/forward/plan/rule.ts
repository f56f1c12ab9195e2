import { TrailError } from '../../../protocol/error.js'
import type { TrackingPlan } from '../../../protocol/tracking-plan.js'
import type { Payload } from '../payload.js'
import { isLimited } from './limited.js'
import { createSchemas } from './schema.js'
import type { Path } from './subschemas.js'
import { unplannedProperties } from './unplanned.js'
import type { Violation } from './violation.js'

export interface Rule {
  readonly violations: (payload: Payload) => readonly Violation[]
  /** Places of properties that it does not name. */
  readonly unplanned: (payload: Payload) => readonly Path[]
  /** Some event might keep it busy for long. */
  readonly limited: boolean
}

export interface Rules {
  /** The rule of the events of that very name. */
  named(event: string): Rule | undefined
  /** The rule of all events. */
  common(): Rule | undefined
}

type Source = TrackingPlan['rules'][number]

/**
 * The rules of a plan, of more versions of one the newest. Each is looked through now
 * and compiled when its first event comes: 2000 of them take seconds to compile. Throws
 * `invalid-request` with the field of the first that cannot be used.
 */
export function readRules(sources: readonly Source[]): Rules {
  const schemas = createSchemas()
  const newest = new Map<string, Source>()
  for (const [i, source] of sources.entries()) {
    const { type, key, version = 0, jsonSchema } = source
    if (type === 'TRACK' && key === undefined) throw refusal(i, ['key'], 'is required in a TRACK rule')
    if (type === 'COMMON' && key !== undefined) throw refusal(i, ['key'], 'has no place in a COMMON rule')
    const mistake = schemas.mistake(jsonSchema)
    if (mistake !== undefined) throw refusal(i, ['jsonSchema', ...mistake.path], mistake.problem)
    const name = nameOf(type, key)
    const other = newest.get(name)
    if (other !== undefined && (other.version ?? 0) === version)
      throw refusal(i, [type === 'TRACK' ? 'key' : 'type'], 'stands in another rule of the same version too')
    if (other === undefined || version > (other.version ?? 0)) newest.set(name, source)
  }

  const compiled = new Map<Source, Rule>()
  const ruleOf = (name: string) => {
    const source = newest.get(name)
    if (source === undefined) return undefined
    let rule = compiled.get(source)
    if (rule === undefined) {
      const { jsonSchema } = source
      const [violations, unplanned] = [schemas.compile(jsonSchema), unplannedProperties(jsonSchema)]
      rule = { violations, unplanned: ({ properties }) => unplanned(properties), limited: isLimited(jsonSchema) }
      compiled.set(source, rule)
    }
    return rule
  }
  return { named: (event) => ruleOf(nameOf('TRACK', event)), common: () => ruleOf(nameOf('COMMON')) }
}

const nameOf = (type: Source['type'], key = '') => `${type} ${key}`

function refusal(i: number, path: Path, problem: string): TrailError {
  const field = ['trackingPlan', 'rules', i, ...path].join('.')
  return new TrailError('invalid-request', `Cannot use the tracking plan: ${field} ${problem}`, { field })
}
