import { isCommand, run } from './actions.js'
import type { Effect } from './model/effect.js'
import { withFormat } from './model/export-dialog.js'
import { PANES, type Pane } from './model/facet-panes.js'
import type { Message } from './model/message.js'
import type { Model } from './model/model.js'
import { choose } from './model/prompt.js'
import { moveTo, scrollBy } from './model/viewport.js'
import { vocabularyOf } from './overlay-actions.js'
import { focusOn } from './pane-actions.js'
import { layoutOf } from './screen.js'
import { within } from './view/layout.js'

type Pointed = Extract<Message, { type: 'mouse' }>

const WHEEL_ROWS = 3

/** What the mouse does: a click what the span under it says, the wheel moves what it is over. */
export function pointed(model: Model, { action, x, y, click }: Pointed): Effect[] {
  if (action === 'press') return click === undefined ? [] : clicked(model, click)
  const by = action === 'wheel-up' ? -1 : 1
  const { detail, facets } = layoutOf(model)
  if (model.overlay !== undefined) return []
  if (detail !== undefined && within(detail, x, y)) return repeat(model, by === 1 ? 'scroll-down' : 'scroll-up')
  if (facets !== undefined && within(facets, x, y)) {
    if (model.focus === 'list' || model.focus === 'detail') focusOn(model, 'area')
    return run(by === 1 ? 'next-value' : 'previous-value', model)
  }
  scrollBy(model.view, model.list, by * WHEEL_ROWS, model.listRows)
  return []
}

function repeat(model: Model, command: 'scroll-down' | 'scroll-up'): Effect[] {
  for (let i = 1; i < WHEEL_ROWS; i++) run(command, model)
  return run(command, model)
}

function clicked(model: Model, click: string): Effect[] {
  const [what, ...args] = click.split(':')
  const number = Number(args.at(-1))
  const { overlay } = model
  if (overlay !== undefined) {
    if (what === 'help' && overlay.kind === 'help' && args.length > 0) {
      model.overlay = { kind: 'help', help: { ...overlay.help, cursor: number } }
      return run('run-binding', model)
    }
    if (what === 'format' && overlay.kind === 'export') {
      model.overlay = {
        kind: 'export',
        dialog: withFormat(overlay.dialog, args[0] === 'csv' ? 'csv' : 'ndjson', model.nowMs),
      }
      return []
    }
    if (what === 'candidate' && overlay.kind === 'prompt') {
      model.overlay = { kind: 'prompt', prompt: choose(overlay.prompt, number, vocabularyOf(model)) }
      return []
    }
    return isCommand(click) ? run(click, model) : []
  }
  if (what === 'row') return rowClicked(model, model.view.top + number)
  if (what === 'pane' && isPane(args[0])) focusOn(model, args[0])
  if (what === 'facet' && isPane(args[0])) {
    focusOn(model, args[0])
    model.facets = { ...model.facets, cursor: { ...model.facets.cursor, [args[0]]: number } }
    return run('include-value', model)
  }
  return isCommand(click) ? run(click, model) : []
}

/** A click selects; on what is selected already it opens. */
function rowClicked(model: Model, index: number): Effect[] {
  const again = !model.view.follow && model.view.cursor === index && model.focus === 'list'
  moveTo(model.view, model.list, index, model.listRows)
  if (model.focus !== 'list') focusOn(model, 'list')
  return again ? run('open-detail', model) : []
}

const isPane = (text: string | undefined): text is Pane => PANES.some((pane) => pane === text)
