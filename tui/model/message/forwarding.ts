import type { DeadLetter, Destination } from '../../../protocol/destination.js'
import type { Result } from '../../../protocol/request.js'
import type { ControlMethod } from '../effect/forwarding.js'
import type { ForwardingState } from '../forwarding.js'

/** What a destination did when told to. */
export type Controlled = {
  readonly [M in ControlMethod]: {
    readonly type: 'controlled'
    readonly name: string
    readonly method: M
    readonly answer: Result<M>
  }
}[ControlMethod]

export type ForwardingMessage =
  | {
      readonly type: 'destinations'
      readonly destinations: readonly Destination[]
      readonly discards: ForwardingState['discards']
    }
  | { readonly type: 'no-destinations'; readonly message: string }
  | {
      readonly type: 'dead'
      readonly name: string
      readonly after: number
      readonly dead: readonly DeadLetter[]
      readonly more: boolean
    }
  | Controlled
  /** `field`: what of the request was wrong, as "settings.url" or "column 7". */
  | {
      readonly type: 'not-controlled'
      readonly method: ControlMethod
      readonly message: string
      readonly field?: string
    }
