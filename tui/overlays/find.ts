import { browseOf } from '../model/browse.js'
import { type Find, highlightOf } from '../model/highlight.js'
import { changeOverlay } from '../model/overlay.js'
import { viewFind } from '../screens/ask-line.js'
import type { OverlayKind } from './overlay.js'

/** What would be found is shown while it is typed. */
export const FIND: OverlayKind<Find> = {
  view: ({ line }, _, { status }) => ({ rect: status, lines: [viewFind(line, status.columns)] }),
  typing: {
    line: ({ line }) => line,
    retype(model, find, line) {
      changeOverlay(model, 'find', { ...find, line })
      browseOf(model).highlight = highlightOf(line.text)
      return []
    },
  },
}
