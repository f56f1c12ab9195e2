import { keyOf } from '../model/binding.js'
import { browseOf } from '../model/browse.js'
import type { Mistake } from '../model/filtering.js'
import type { Model } from '../model/model.js'
import { stateOf } from '../model/overlay.js'
import type { Prompt } from '../model/prompt.js'
import { slice } from '../view/compose.js'
import { compact, count } from '../view/number.js'
import { fitLine, type Line, lineColumns, type Span, span, spread } from '../view/text.js'
import { clustersOf, columnsOf } from '../view/width.js'
import { hasChips, viewChips } from './chips.js'
import { countsLine } from './counts.js'

/** Here the parts of the filter alone have room while they have the keys. */
const NARROW = 40

/** The filter, and how much of the trail it leaves. */
export function viewFilter(model: Model, columns: number): Line {
  const prompt = stateOf(model, 'prompt')
  if (prompt !== undefined) return viewPrompt(model, prompt, columns)
  const browse = browseOf(model)
  const { switchedOff, focus } = browse
  if (focus === 'chips' && columns < NARROW) return fitLine([span(' '), ...viewChips(model, columns - 1)], columns)
  const counts: Line = [span(' '), ...countsLine(model, columns), span(' ')]
  const room = columns - lineColumns(counts)
  const text: Line =
    hasChips(browse) && switchedOff === undefined
      ? viewChips(model, room - 8)
      : [
          span(
            switchedOff === undefined
              ? `none · ${keyOf(model, 'edit-filter')} to filter`
              : `off: ${switchedOff} · ${keyOf(model, 'toggle-filter')} puts it back`,
            'dim',
            { click: 'edit-filter' },
          ),
        ]
  const lead = span(' filter ', 'dim', { click: 'edit-filter' })
  return [...fitLine([lead, ...text], room), ...counts]
}

function viewPrompt(model: Model, prompt: Prompt, columns: number): Line {
  const mistake = prompt.unfinished ? undefined : prompt.mistake
  // What was counted last stays, so that nothing flickers while a term is not yet there in full.
  const last = prompt.exact ?? prompt.lastExact
  const known = last === undefined ? span('…', 'dim') : span(count(last), 'dim')
  const counts: Line = prompt.mistake
    ? [span(' '), known, prompt.unfinished ? span(' … ', 'dim') : span(' ✗ ', 'bad')]
    : [
        span(' '),
        prompt.exact === undefined ? known : span(count(prompt.exact), 'strong'),
        span(` of ${compact(model.total)}`, 'dim'),
        ...(prompt.loaded === undefined || columns < 70 ? [] : [span(` · ${count(prompt.loaded)} loaded`, 'dim')]),
        span(' '),
      ]
  const lead: Line = [span(' filter ', 'title'), span('▏', 'accent')]
  const room = Math.max(8, columns - lineColumns(lead) - lineColumns(counts))
  return spread([...lead, ...typedLine(prompt.line, room, mistake)], counts, columns)
}

/** Where the typed text begins in the prompt, so that what belongs to a column can stand under it. */
export const PROMPT_INDENT = 9

/** A line being typed in `columns`, scrolled so that the caret is in sight, its mistake underlined from its column on. */
export function typedLine({ text, caret }: { text: string; caret: number }, columns: number, mistake?: Mistake): Line {
  const spans: Span[] = []
  let [codePoint, at, caretColumn, shownColumns] = [0, 0, 0, 0]
  for (const cluster of clustersOf(text)) {
    if (at === caret) caretColumn = shownColumns
    const wrong = mistake !== undefined && codePoint >= mistake.column
    const on = at === caret ? 'caret' : wrong ? 'mistake' : undefined
    const piece = span(cluster.text, 'plain', on && { on })
    spans.push(piece)
    shownColumns += columnsOf(piece.text)
    codePoint += [...cluster.text].length
    at += cluster.text.length
  }
  if (caret >= text.length) {
    caretColumn = shownColumns
    spans.push(span(' ', 'plain', { on: 'caret' }))
  }
  const from = Math.max(0, caretColumn - columns + 1)
  return slice(spans, from, from + columns)
}
