import { Ajv, type ErrorObject } from 'ajv'
import formats from 'ajv-formats'
import type { Payload } from '../payload.js'
import { readPattern } from './pattern.js'
import { isTooDeep, type SchemaMistake, schemaMistake } from './schema-mistake.js'
import type { Path, Schema } from './subschemas.js'
import type { Violation } from './violation.js'

/** Says how an event differs from its schema. */
export type Check = (payload: Payload) => readonly Violation[]

export interface Schemas {
  mistake(schema: Schema): SchemaMistake | undefined
  /** Of a schema without mistakes. */
  compile(schema: Schema): Check
}

const FORMATS = ['date', 'time', 'date-time', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uri', 'uuid'] as const

/** Longer names in descriptions are cut. */
const MAX_FIELD = 256

/**
 * JSON Schema draft-07. Nothing is fetched, no schema knows another, events are not
 * changed, and unknown keywords and formats are ignored, as draft-07 wants it.
 */
export function createSchemas(): Schemas {
  const ajv = new Ajv({
    strict: false,
    // All of what is wrong, so that all of it can be omitted; there is no more of it than an event of 32 KB has parts.
    allErrors: true,
    // `constructor` and `toString` are properties only of an event that has them.
    ownProperties: true,
    addUsedSchema: false,
    logger: false,
    // Optimizing costs 4 ms a schema and gains nothing.
    code: { optimize: false, regExp: Object.assign(engine, { code: 'undefined' }) },
  })
  formats.default(ajv, [...FORMATS])
  return {
    mistake(schema) {
      if (isTooDeep(schema)) return { path: [], problem: 'is too deep' }
      const { $schema, ...rest } = schema
      if (ajv.validateSchema(rest) === true) return schemaMistake(schema)
      const { instancePath, message = 'is not a schema' } = ajv.errors![0]!
      return { path: pathOf(instancePath), problem: message }
    },
    compile({ $schema, $id, ...schema }) {
      const validate = ajv.compile(schema)
      return (payload) => (validate(payload) ? [] : relevant(validate.errors!).map(violationOf))
    },
  }
}

const engine = (source: string) => ({ test: readPattern(source).test, toString: () => `/${source}/` })

/** That an alternative does not fit is no violation; that none does is one. */
function relevant(errors: readonly ErrorObject[]): ErrorObject[] {
  const whole = new Set(
    errors
      .filter(({ keyword }) => ['anyOf', 'oneOf', 'contains', 'propertyNames'].includes(keyword))
      .map((e) => e.schemaPath),
  )
  return errors.filter(({ keyword, schemaPath }) => {
    if (keyword === 'if') return false
    if (whole.size === 0) return true
    const parts = schemaPath.split('/')
    return !parts.some((_, i) => i > 0 && whole.has(parts.slice(0, i).join('/')))
  })
}

function violationOf({ keyword, instancePath, params, message = 'does not match' }: ErrorObject): Violation {
  const at = pathOf(instancePath)
  switch (keyword) {
    case 'required':
    case 'dependencies':
      return named('Required', [...at, params.missingProperty], 'is required')
    case 'additionalProperties': {
      const path = [...at, params.additionalProperty]
      return { ...named('Unplanned Property', path, 'is not in the plan'), offending: path }
    }
    case 'propertyNames': {
      const path = [...at, params.propertyName]
      return { ...named('Unplanned Property', path, 'must not have this name'), offending: path }
    }
    default:
      return { ...named(keyword === 'type' ? 'Invalid Type' : 'Invalid Value', at, message), offending: at }
  }
}

function named(type: Violation['type'], path: Path, problem: string): Violation {
  const whole = path.join('.')
  const field = whole.length <= MAX_FIELD ? whole : `${whole.slice(0, MAX_FIELD - 1)}…`
  return { type, field, description: `${field === '' ? 'the event' : field} ${problem}` }
}

function pathOf(pointer: string): Path {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}
