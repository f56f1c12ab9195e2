import type { Effect } from '../model/effect.js'
import type { Model } from '../model/model.js'
import { closeOverlay } from '../model/overlay.js'

/** What a command does: to the model in place, to the world by what it returns. */
export type Action = (model: Model) => Effect[]

/** Away with what lies on top, and nothing else. */
export const leave: Action = (model) => {
  closeOverlay(model)
  return []
}
