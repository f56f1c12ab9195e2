import type { Effect } from '../model/effect.js'
import type { Message } from '../model/message.js'
import type { Model } from '../model/model.js'

/** What each message of a kind changes, and what is asked of the world because of it. */
export type Reactions<M extends Message> = {
  readonly [T in M['type']]: (model: Model, message: Extract<M, { readonly type: T }>) => Effect[]
}

/** For a reaction that asks for nothing. */
export const quietly =
  <M extends Message>(change: (model: Model, message: M) => void) =>
  (model: Model, message: M): Effect[] => {
    change(model, message)
    return []
  }
