import type { Command } from '../keymap/keymap.js'
import { browseOf } from '../model/browse.js'
import { toggleContext } from '../model/context.js'
import type { Effect } from '../model/effect.js'
import { goTo } from '../model/go-to.js'
import { timeMeant } from '../model/go-to-time.js'
import { countHits } from '../model/highlight.js'
import { typed } from '../model/line-editor.js'
import type { Model } from '../model/model.js'
import { changeOverlay, closeOverlay, openOverlay, stateOf } from '../model/overlay.js'
import { type Sought, seek } from '../model/seek.js'
import { isFailure } from '../model/viewport.js'
import { type Action, leave } from './action.js'

const failure =
  (direction: Sought['direction']): Action =>
  (model) =>
    seek(model, browseOf(model), { direction, what: 'failure', term: 'outcome:failure', matches: isFailure })

const hit =
  (direction: Sought['direction']): Action =>
  (model) => {
    const browse = browseOf(model)
    const { highlight } = browse
    if (highlight === undefined) return []
    const { text, term, matches } = highlight
    return seek(model, browse, { direction, what: `“${text}”`, term, matches })
  }

/** To the nearest hit, the one under the cursor first, then what was before it: newest first, as one looks at a trail. */
const findFirst: Action = (model) => {
  closeOverlay(model)
  const browse = browseOf(model)
  const { highlight, view } = browse
  if (highlight === undefined) return countHits(browse)
  const { text, term, matches } = highlight
  const sought: Sought = { direction: 'earlier', what: `“${text}”`, term, matches, orElse: true }
  return [...countHits(browse), ...seek(model, browse, sought, view.cursor)]
}

/** Nowhere where the text means no time. */
export function goToTime(model: Model, text: string): Effect[] {
  const atMs = timeMeant(text, model.clock)
  return atMs === undefined ? [] : goTo(model, browseOf(model), atMs)
}

export const SEARCHING_ACTIONS = {
  find: (model) => {
    const { highlight } = browseOf(model)
    openOverlay(model, 'find', { line: typed(highlight?.text ?? ''), before: highlight })
    return []
  },
  'find-first': findFirst,
  'leave-find': (model) => {
    browseOf(model).highlight = stateOf(model, 'find')?.before
    return leave(model)
  },
  'next-hit': hit('later'),
  'previous-hit': hit('earlier'),
  'next-failure': failure('later'),
  'previous-failure': failure('earlier'),
  context: toggleContext,
  'go-to': (model) => {
    openOverlay(model, 'go-to', { line: typed(''), refused: false })
    return []
  },
  go: (model) => {
    const asked = stateOf(model, 'go-to')
    if (asked === undefined) return []
    if (timeMeant(asked.line.text, model.clock) === undefined) {
      changeOverlay(model, 'go-to', { ...asked, refused: true })
      return []
    }
    closeOverlay(model)
    return goToTime(model, asked.line.text)
  },
  'leave-go-to': leave,
} as const satisfies Partial<Record<Command, Action>>
