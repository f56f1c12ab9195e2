import { keyOf } from '../model/binding.js'
import { browseOf, isPane } from '../model/browse.js'
import type { Model } from '../model/model.js'
import { masked } from '../model/secrets.js'
import { isNotice } from '../model/tape.js'
import { toastOf } from '../model/toast.js'
import { bar } from '../view/bars.js'
import { diffSummary } from '../view/diff.js'
import { count } from '../view/number.js'
import { fitText, type Line, span, spread } from '../view/text.js'
import { ago } from '../view/time.js'
import { actorOf, targetOf } from './cells.js'
import { viewFacetPreview } from './facets.js'
import { viewNarrowing } from './narrowing.js'

/** The event under the cursor in one line: what it changed, and who did it. */
export function viewPreview(model: Model, columns: number): Line {
  const browse = browseOf(model)
  const { list, view, focus } = browse
  if (isPane(focus)) return viewFacetPreview(browse, focus)
  const event = list.at(view.cursor)
  if (event === undefined || isNotice(event)) return []
  const target = targetOf(event)
  const { changes = [] } = masked(event)
  const change: Line = changes.length > 0 ? [span('  '), ...diffSummary(changes)] : []
  const said: Line = [
    span(' '),
    span(event.action, 'strong'),
    ...(target === '' ? [] : [span('  '), span(target)]),
    ...change,
    span('  by ', 'dim'),
    span(actorOf(event)),
  ]
  return spread(said, viewNarrowing(model, event), columns)
}

/** From where and by whom exactly; with the line above it, all that most want to know. */
export function viewPreviewMore(model: Model): Line {
  const { list, view } = browseOf(model)
  const event = list.at(view.cursor)
  if (event === undefined || isNotice(event)) return []
  const { actor, area, context, seq, timestamp } = event
  const parts = [
    ...[actor.name, actor.id, area].filter((text) => text !== undefined && text !== actorOf(event)),
    ...(context?.ip === undefined ? [] : [`from ${context.ip}`]),
    ...(context?.userAgent === undefined ? [] : [context.userAgent]),
    ago(Date.parse(timestamp), model.nowMs),
    `seq ${count(seq)}`,
  ]
  return [span(` ${parts.join(' · ')}`, 'dim')]
}

const SIGNS = { done: '✓', note: '·', error: '!' } as const
const STYLES = { done: 'good', note: 'accent', error: 'bad' } as const

/** What just happened, or the export that is running; otherwise nothing. */
export function viewMessage(model: Model, columns: number): Line {
  const { exporting } = model
  const toast = toastOf(model)
  // Progress is worth more than a note that passes by; an error is worth more than both.
  if (toast !== undefined && (exporting === undefined || toast.kind === 'error'))
    return [span(` ${SIGNS[toast.kind]} `, STYLES[toast.kind]), span(toast.text)]
  if (exporting === undefined) return []
  const { rows, total, request } = exporting
  const width = Math.max(0, Math.min(20, columns - 50))
  const share = total === undefined || total === 0 ? '' : ` ${Math.floor((rows / total) * 100)}%`
  return [
    span(' ⇣ ', 'accent'),
    ...(total === undefined
      ? []
      : [span(fitText(bar(rows, total, width), width), 'accent', { on: 'bar' }), span(share)]),
    span(` ${count(rows)} rows to ${request.path}`),
    span(`  ${keyOf(model, 'cancel-export')} stops it`, 'dim', { click: 'cancel-export' }),
  ]
}
