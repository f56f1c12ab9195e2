import type { Static, TProperties, TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { TrailError } from '../../protocol/error.js'
import { findMismatch } from '../../protocol/mismatch.js'
import { type Method, type Params, REQUESTS } from '../../protocol/request.js'

const validators = new Map(Object.entries(REQUESTS).map(([method, { params }]) => [method, Compile(params as TSchema)]))

export function isMethod(name: string): name is Method {
  return validators.has(name)
}

/** An untrusted value as the parameters of a request. Throws as `readAs` does. */
export function readParams<M extends Method>(method: M, value: unknown): Params<M> {
  return readAs(validators.get(method)!, value, `answer ${method}`) as Params<M>
}

/** An untrusted value as what the schema says. Throws `invalid-request`: "Cannot <action>: <field> <problem>". */
export function readAs<S extends TSchema>(
  validator: Validator<TProperties, S>,
  value: unknown,
  action: string,
): Static<S> {
  if (validator.Check(value)) return value as Static<S>
  const { path, problem } = findMismatch(validator, value)
  const field = path.join('.')
  const message = `Cannot ${action}: ${field === '' ? 'params' : field} ${problem}`
  throw new TrailError('invalid-request', message, field === '' ? {} : { field })
}
