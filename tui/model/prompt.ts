import type { Facets } from '../../protocol/request.js'
import { type Candidate, candidatesFor, complete } from './completion.js'
import { type FilterClock, isMistake, type Mistake, readFilter } from './filtering.js'
import { type Typed, typed } from './line-editor.js'

/** The filter while it is typed. */
export interface Prompt {
  readonly line: Typed
  readonly mistake?: Mistake
  readonly candidates: readonly Candidate[]
  /** The candidate Tab has put in, and the line it was put into. */
  readonly chosen?: { readonly index: number; readonly into: Typed }
  /** How many loaded events the line would leave, and how many there are in the trail. */
  readonly loaded?: number
  readonly exact?: number
  /** Position in the history of filters, from the newest; -1 is the line being typed. */
  readonly recalled: number
  readonly draft: Typed
}

export function openPrompt(text: string, facets: Facets['fields']): Prompt {
  const line = typed(text === '' || text.endsWith(' ') ? text : `${text} `)
  return { line, candidates: candidatesFor(line, facets), recalled: -1, draft: line }
}

/** The prompt with another line; counts follow when they are known. */
export function retype(prompt: Prompt, line: Typed, facets: Facets['fields'], clock: FilterClock): Prompt {
  const read = readFilter(line.text, clock)
  return {
    line,
    ...(isMistake(read) && { mistake: read }),
    candidates: candidatesFor(line, facets),
    recalled: prompt.recalled,
    draft: prompt.recalled === -1 ? line : prompt.draft,
  }
}

/** The next (or previous) candidate in place of the word under the caret; pressed again it takes the one after. */
export function cycle(prompt: Prompt, by: 1 | -1): Prompt {
  const { candidates, chosen } = prompt
  if (candidates.length === 0) return prompt
  const start = chosen === undefined ? (by === 1 ? 0 : candidates.length - 1) : chosen.index + by
  const index = (start + candidates.length) % candidates.length
  const into = chosen?.into ?? prompt.line
  return { ...prompt, line: complete(into, candidates[index]!), chosen: { index, into } }
}

/** An older (1) or newer (-1) filter of the history. */
export function recall(prompt: Prompt, history: readonly string[], by: 1 | -1): Prompt {
  const recalled = Math.min(history.length - 1, Math.max(-1, prompt.recalled + by))
  const text = history[history.length - 1 - recalled]
  const { chosen: _, mistake: __, ...rest } = prompt
  return { ...rest, recalled, line: recalled === -1 || text === undefined ? prompt.draft : typed(text), candidates: [] }
}
