import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { TrailError } from '../../protocol/error.js'
import { findMismatch } from '../../protocol/mismatch.js'
import { type Method, type Params, REQUESTS } from '../../protocol/request.js'

const validators = new Map(Object.entries(REQUESTS).map(([method, { params }]) => [method, Compile(params as TSchema)]))

export function isMethod(name: string): name is Method {
  return validators.has(name)
}

/** An untrusted value as the parameters of a request. Throws `invalid-request` naming the field. */
export function readParams<M extends Method>(method: M, value: unknown): Params<M> {
  const validator = validators.get(method)!
  if (validator.Check(value)) return value as Params<M>
  const { path, problem } = findMismatch(validator, value)
  const field = path.join('.')
  const message = `Cannot answer ${method}: ${field === '' ? 'params' : field} ${problem}`
  throw new TrailError('invalid-request', message, field === '' ? {} : { field })
}
