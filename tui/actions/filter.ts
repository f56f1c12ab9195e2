import type { Command } from '../keymap/keymap.js'
import { browseOf, eventAtCursor } from '../model/browse.js'
import { filterBefore, type Narrowing, narrowByCell, pivot, toggleFilter } from '../model/narrowing.js'
import { openPrompt, vocabularyOf } from '../model/prompt.js'
import { note } from '../model/toast.js'
import { columnUnderCursor } from '../screens/list.js'
import type { Action } from './action.js'
import { focusOn } from './panes.js'
import { showPrompt } from './prompt.js'

const narrow =
  (how: Narrowing): Action =>
  (model) => {
    const browse = browseOf(model)
    const event = eventAtCursor(browse)
    if (event === undefined) return []
    const effects = narrowByCell(model, event, columnUnderCursor(model), how)
    if (effects === undefined) note(model, 'There is nothing under the cursor to filter by')
    return effects ?? []
  }

const pivotOn =
  (on: 'actor' | 'target'): Action =>
  (model) => {
    const event = eventAtCursor(browseOf(model))
    if (event === undefined) return []
    const effects = pivot(model, event, on)
    if (effects === undefined) note(model, 'The event names no resource')
    return effects ?? []
  }

export const FILTER_ACTIONS = {
  'edit-filter': (model) => {
    const { facetsOpen, filter } = browseOf(model)
    if (facetsOpen) focusOn(model, 'list')
    return showPrompt(model, openPrompt(filter.text, vocabularyOf(model)))
  },
  'toggle-filter': (model) => {
    const { filter, switchedOff } = browseOf(model)
    if (filter.text === '' && switchedOff === undefined) note(model, 'There is no filter; / makes one')
    return toggleFilter(model)
  },
  'filter-before': (model) => {
    const effects = filterBefore(model)
    if (effects === undefined) note(model, 'The filter was not changed yet')
    return effects ?? []
  },
  'pivot-actor': pivotOn('actor'),
  'pivot-resource': pivotOn('target'),
  'include-cell': narrow('include'),
  'exclude-cell': narrow('exclude'),
  'only-cell': narrow('only'),
} as const satisfies Partial<Record<Command, Action>>
