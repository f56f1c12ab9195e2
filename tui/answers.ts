import type { Effect } from './model/effect.js'
import { isMistake, readFilter } from './model/filtering.js'
import type { Message } from './model/message.js'
import type { Model } from './model/model.js'
import { note } from './model/toast.js'
import { count } from './view/number.js'

/** Answers to what was asked that only need to be shown. */
export type Answer = Extract<
  Message,
  { type: 'counted' | 'facets' | 'histogram' | 'copied' | 'export-progress' | 'exported' | 'export-failed' | 'failed' }
>

export function answered(model: Model, answer: Answer): void {
  switch (answer.type) {
    case 'counted':
      counted(model, answer)
      return
    case 'facets':
      model.facets = { ...model.facets, counted: { ...model.facets.counted, ...answer.facets } }
      return
    case 'histogram':
      model.histogram = answer.histogram
      model.countingMs = model.nowMs - model.countedAtMs
      return
    case 'copied':
      copied(model, answer)
      return
    case 'export-progress':
      if (model.exporting)
        model.exporting = {
          ...model.exporting,
          rows: answer.rows,
          ...(answer.total !== undefined && { total: answer.total }),
        }
      return
    case 'exported':
      model.exporting = undefined
      note(model, `exported ${count(answer.rows)} rows → ${answer.path}`, 'done')
      return
    case 'export-failed':
      model.exporting = undefined
      if (answer.cancelled) note(model, 'The export was stopped')
      else note(model, answer.message, 'error')
      return
    case 'failed':
      if (answer.asked === 'rows') model.fetching = 'failed'
      if (answer.asked === 'histogram') model.countingMs = model.nowMs - model.countedAtMs
      if (!answer.passing) note(model, answer.message, 'error')
  }
}

function counted(model: Model, { purpose, filter, count, asOf }: Extract<Answer, { type: 'counted' }>): void {
  const { overlay } = model
  if (purpose === 'applied' && filter === model.filter.text) {
    model.matching = count
    model.matchingAsOf = asOf
  }
  if (purpose === 'preview' && overlay?.kind === 'prompt' && overlay.prompt.line.text === filter) {
    model.overlay = { kind: 'prompt', prompt: { ...overlay.prompt, exact: count } }
  }
  if (purpose === 'export' && overlay?.kind === 'export' && overlay.dialog.filter === filter) {
    model.overlay = { kind: 'export', dialog: { ...overlay.dialog, total: count } }
  }
}

function copied(model: Model, { what, to }: Extract<Answer, { type: 'copied' }>): void {
  if (to === 'tmux') note(model, `copied ${what} to tmux and the clipboard`, 'done')
  else if (to === 'terminal') note(model, `sent ${what} to the terminal's clipboard`, 'done')
  else note(model, `${what} is too large for the terminal's clipboard; export it with x`, 'error')
}

/** Looking through more would be felt in the typing; the daemon's count says it then. */
const MOST_PREVIEWED = 20_000

/** Nothing was typed for a moment: what would the filter leave? */
export function promptWaited(model: Model): Effect[] {
  const { overlay } = model
  if (overlay?.kind !== 'prompt') return []
  const { text } = overlay.prompt.line
  const read = readFilter(text, model.clock)
  if (isMistake(read)) return []
  if (model.list.tape.length <= MOST_PREVIEWED) {
    const loaded = model.list.countMatching(read.compiled.matches)
    model.overlay = { kind: 'prompt', prompt: { ...overlay.prompt, loaded } }
  }
  return [{ type: 'count', purpose: 'preview', filter: text }]
}
