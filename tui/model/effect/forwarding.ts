import type { Params } from '../../../protocol/request.js'

/** Requests that change a destination or have it do something. */
export type ControlMethod =
  | 'forward.create'
  | 'forward.update'
  | 'forward.toggle'
  | 'forward.delete'
  | 'forward.test'
  | 'forward.replay'
  | 'forward.retry'
  | 'forward.discard'

export type Control = {
  readonly [M in ControlMethod]: { readonly method: M; readonly params: Params<M> }
}[ControlMethod]

export type ForwardingEffect =
  /** And why events were not sent, of one of them, the first where none is named. */
  | { readonly type: 'ask-destinations'; readonly discardsOf?: string }
  /** A page of the events that were given up, behind a seq. */
  | { readonly type: 'ask-dead'; readonly name: string; readonly after: number }
  /** `name`: of the destination, for what is told of it. */
  | { readonly type: 'control-forwarding'; readonly name: string; readonly control: Control }
