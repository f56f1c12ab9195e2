import type { Plain } from '../model/plain.js'
import { viewPlain } from '../screens/plain.js'
import { clockIn } from '../view/time.js'
import type { OverlayKind } from './overlay.js'

export const PLAIN: OverlayKind<Plain> = {
  view: (plain, model) => ({
    rect: { x: 0, y: 0, columns: model.columns, rows: model.rows },
    lines: viewPlain(model, plain, clockIn(model.clock.timeZone)),
  }),
}
