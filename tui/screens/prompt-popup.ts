import type { Prompt } from '../model/prompt.js'
import type { Rect, Size } from '../view/rect.js'
import { fitText, type Line, span } from '../view/text.js'
import { columnsOf } from '../view/width.js'
import { PROMPT_INDENT } from './filter-line.js'

/** What may come next, or what is wrong, right under the place it is about. */
export function viewPromptPopup(prompt: Prompt, below: Rect, screen: Size): { rect: Rect; lines: Line[] } | undefined {
  const most = screen.rows < TALL ? FEW : prompt.candidates.length
  const candidates = candidateLines(prompt, Math.min(72, screen.columns), most)
  const mistake: Line[] =
    prompt.mistake && !prompt.unfinished ? [[span(` ✗ ${prompt.mistake.message} `, 'bad', { on: 'bar' })]] : []
  const lines = [...mistake, ...candidates].slice(0, Math.max(0, screen.rows - below.y - 2))
  if (lines.length === 0) return undefined
  const columns = Math.min(
    screen.columns,
    Math.max(...lines.map((line) => line.reduce((sum, { text }) => sum + columnsOf(text), 0))),
  )
  // Right of what is typed, as the events by which one filters stand at the left.
  const { text, caret } = prompt.chosen?.into ?? prompt.line
  const at = mistake.length > 0 && candidates.length === 0 ? 0 : PROMPT_INDENT + columnsOf(text.slice(0, caret))
  const x = Math.max(0, Math.min(at, screen.columns - columns))
  return { rect: { x, y: below.y + 1, columns, rows: lines.length }, lines }
}

/** On a screen less high than this the popup would hide the list. */
const TALL = 32
const FEW = 5

function candidateLines({ candidates, chosen }: Prompt, columns: number, most: number): Line[] {
  const top = Math.max(0, Math.min((chosen?.index ?? 0) - Math.floor(most / 2), candidates.length - most))
  const widest = Math.max(0, ...candidates.map(({ label }) => columnsOf(label)))
  const labels = Math.min(widest, columns - 12)
  const hints = Math.max(0, ...candidates.map(({ hint }) => columnsOf(hint)))
  const room = Math.min(hints, columns - labels - 4)
  return candidates.slice(top, top + most).map(({ label, hint }, i) => {
    const on = chosen?.index === top + i ? 'cell' : 'bar'
    return [
      span(` ${fitText(label, labels)} `, 'plain', { on, click: `candidate:${top + i}` }),
      span(`${fitText(hint, room, /^\d+$/.test(hint) ? 'right' : 'left')} `, 'dim', { on }),
    ]
  })
}
