import { run } from './actions.js'
import { answered, promptWaited } from './answers.js'
import { commandFor } from './keymap/keymap.js'
import { beginAnew, connectionChanged, frameCame, moreCame, windowCame } from './model/arrivals.js'
import { askForCounts, askForMore, countsAreStale } from './model/asking.js'
import type { Effect } from './model/effect.js'
import { edit, pasted, type Typed } from './model/line-editor.js'
import type { Message } from './model/message.js'
import type { Model } from './model/model.js'
import { slideFilter, slides } from './model/narrowing.js'
import { retype } from './model/prompt.js'
import { nextSecond } from './model/rate-meter.js'
import { settle } from './model/viewport.js'
import { vocabularyOf } from './overlay-actions.js'
import { pointed } from './pointer.js'
import { measure } from './screen.js'

/** The model after a message, changed in place, and what is asked of the world because of it. */
export function update(model: Model, message: Message): Effect[] {
  model.nowMs = model.clock.now()
  const effects = react(model, message)
  measure(model)
  settle(model.view, model.list, model.listRows)
  return [...effects, ...askForMore(model)]
}

function react(model: Model, message: Message): Effect[] {
  switch (message.type) {
    case 'key':
      return keyPressed(model, message.key)
    case 'paste':
      return typeInto(model, (line) => pasted(line, message.text))
    case 'mouse':
      return pointed(model, message)
    case 'resize':
      model.columns = message.columns
      model.rows = message.rows
      // The chart has as many columns as there are; it is asked for anew when the size has settled.
      model.uncounted++
      return []
    case 'tick':
      return ticked(model)
    case 'connection':
      return connectionChanged(model, message.state)
    case 'another-trail':
      return beginAnew(model)
    case 'frame':
      frameCame(model, message.frame)
      return []
    case 'window':
      windowCame(model, message)
      return []
    case 'more':
      moreCame(model, message)
      return []
    case 'waited':
      return promptWaited(model)
    default:
      answered(model, message)
      return []
  }
}

function keyPressed(model: Model, key: string): Effect[] {
  if (model.toast?.kind === 'error') model.toast = undefined
  if (model.fetching === 'failed') model.fetching = undefined
  const command = commandFor(key, model)
  return command === undefined ? typeInto(model, (line) => edit(line, key)) : run(command, model)
}

/** Changes the line that is being typed, where there is one. */
function typeInto(model: Model, change: (line: Typed) => Typed | undefined): Effect[] {
  const { overlay } = model
  switch (overlay?.kind) {
    case 'prompt': {
      const line = change(overlay.prompt.line)
      if (line === undefined) return []
      const prompt = retype(overlay.prompt, line, vocabularyOf(model))
      model.overlay = { kind: 'prompt', prompt }
      return prompt.mistake ? [] : [{ type: 'wait', ms: 120, purpose: 'preview' }]
    }
    case 'help': {
      const line = change(overlay.help.line)
      if (line !== undefined) model.overlay = { kind: 'help', help: { line, cursor: 0 } }
      return []
    }
    case 'export': {
      const path = change(overlay.dialog.path)
      if (path !== undefined) model.overlay = { kind: 'export', dialog: { ...overlay.dialog, path, suggested: false } }
      return []
    }
    default:
      return []
  }
}

/** How often a filter that says `since:15m` is applied anew. */
const SLIDE_S = 30

/** Once a second. */
function ticked(model: Model): Effect[] {
  model.rate = nextSecond(model.rate)
  if (++model.seconds % SLIDE_S === 0 && slides(model)) slideFilter(model)
  if (model.toast !== undefined && model.nowMs >= model.toast.untilMs) model.toast = undefined
  return countsAreStale(model) ? askForCounts(model) : []
}
