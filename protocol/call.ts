import type { TSchema } from 'typebox'
import type { Role } from './role.js'

/** A request answered by one value. */
export interface Call<In extends TSchema, Out> {
  readonly params: In
  readonly roles: readonly Role[]
  /** Whether it tells of the whole trail, so that a token limited to a part of it may not ask. */
  readonly whole?: boolean
  readonly many: false
  readonly result?: Out
}
/** A request answered by many frames until it is unsubscribed. */
export interface Stream<In extends TSchema, Out> {
  readonly params: In
  readonly roles: readonly Role[]
  readonly whole?: boolean
  readonly many: true
  readonly result?: Out
}

export const READERS = ['owner', 'auditor'] as const
export const OWNERS = ['owner'] as const

export const call =
  <Out>() =>
  <In extends TSchema>(roles: readonly Role[], params: In): Call<In, Out> => ({ params, roles, many: false })

/** A call that tells of the whole trail. */
export const wholeCall =
  <Out>() =>
  <In extends TSchema>(roles: readonly Role[], params: In): Call<In, Out> => ({
    params,
    roles,
    whole: true,
    many: false,
  })

export const stream =
  <Out>() =>
  <In extends TSchema>(roles: readonly Role[], params: In): Stream<In, Out> => ({ params, roles, many: true })
