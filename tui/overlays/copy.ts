import { copyAt } from '../actions/copying.js'
import type { CopyMenu } from '../model/copy.js'
import { copyRect, viewCopy } from '../screens/copy.js'
import type { OverlayKind } from './overlay.js'

export const COPY: OverlayKind<CopyMenu> = {
  view(menu, model) {
    const rect = copyRect(model, menu)
    return { rect, lines: viewCopy(menu, model, rect) }
  },
  clicked: (model, _, what, which) => (what === 'copy' ? copyAt(model, Number(which)) : []),
}
