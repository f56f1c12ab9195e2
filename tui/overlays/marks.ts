import { run } from '../actions/actions.js'
import type { MarksList, NoteLine } from '../model/marks-list.js'
import { changeOverlay } from '../model/overlay.js'
import { marksRect, noteRect, viewMarks, viewNote } from '../screens/marks.js'
import { clockIn } from '../view/time.js'
import type { OverlayKind } from './overlay.js'

export const MARKS: OverlayKind<MarksList> = {
  view(list, model) {
    const rect = marksRect(model)
    return { rect, lines: viewMarks(model, list, clockIn(model.clock.timeZone), rect) }
  },
  clicked(model, _, what, which) {
    if (what !== 'mark') return []
    changeOverlay(model, 'marks', { cursor: Number(which) })
    return run('go-to-mark', model)
  },
}

export const NOTE: OverlayKind<NoteLine> = {
  view(state, model) {
    const rect = noteRect(model)
    return { rect, lines: viewNote(model, state, rect) }
  },
  typing: {
    line: ({ line }) => line,
    retype(model, state, line) {
      changeOverlay(model, 'note', { ...state, line })
      return []
    },
  },
}
