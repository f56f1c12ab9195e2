import type { AuditEvent } from '../../protocol/event.js'
import type { Facets } from '../../protocol/request.js'
import { type Browses, browseOf } from './browse.js'
import { type Candidate, candidatesFor, complete } from './completion.js'
import { type FilterClock, isMistake, type Mistake, readFilter } from './filtering.js'
import { type Typed, typed } from './line-editor.js'

/** The filter while it is typed. */
export interface Prompt {
  readonly line: Typed
  readonly mistake?: Mistake
  /** The mistake is only that a term is not yet there in full; it is not held against who types it. */
  readonly unfinished: boolean
  readonly candidates: readonly Candidate[]
  /** The candidate Tab has put in, and the line it was put into. */
  readonly chosen?: { readonly index: number; readonly into: Typed }
  /** How many loaded events the line would leave, and how many there are in the trail. */
  readonly loaded?: number
  readonly exact?: number
  /** The last count that was known, of a line before this one. */
  readonly lastExact?: number
  /** Loaded events as the line would leave them, or as the last one that could be read did; absent where it is the filter as it is. */
  readonly preview?: readonly AuditEvent[]
  /** Position in the history of filters, from the newest; -1 is the line being typed. */
  readonly recalled: number
  readonly draft: Typed
}

/** What a prompt is read and completed by. */
export interface Vocabulary {
  readonly facets: Facets['fields']
  readonly clock: FilterClock
}

export const vocabularyOf = (model: Browses & { readonly clock: FilterClock }): Vocabulary => ({
  facets: browseOf(model).facets.counted,
  clock: model.clock,
})

export function openPrompt(text: string, { facets }: Vocabulary): Prompt {
  const line = typed(text === '' || text.endsWith(' ') ? text : `${text} `)
  return { line, unfinished: false, candidates: candidatesFor(line, facets), recalled: -1, draft: line }
}

/** A minus without its term, a key without its value, a value behind a comma or in a quote that goes on. */
const UNFINISHED = /(?:^|\s)-$|[:,]$|(?:^|[\s:,])"[^"]*$/

/** The prompt with another line; counts follow when they are known. */
export function retype(prompt: Prompt, line: Typed, { facets, clock }: Vocabulary): Prompt {
  const read = readFilter(line.text, clock)
  const wrong = isMistake(read)
  const lastExact = prompt.exact ?? prompt.lastExact
  return {
    line,
    ...(wrong && { mistake: read }),
    unfinished: wrong && UNFINISHED.test(line.text.slice(0, line.caret)),
    candidates: candidatesFor(line, facets),
    recalled: prompt.recalled,
    draft: prompt.recalled === -1 ? line : prompt.draft,
    ...(lastExact !== undefined && { lastExact }),
    ...(prompt.preview !== undefined && { preview: prompt.preview }),
  }
}

/**
 * The next (or previous) candidate in place of the word under the caret; pressed
 * again it takes the one after. Behind a key its values are on offer at once.
 */
export function cycle(prompt: Prompt, by: 1 | -1, vocabulary: Vocabulary): Prompt {
  const { candidates, chosen } = prompt
  if (candidates.length === 0) return prompt
  const next = chosen === undefined ? (by === 1 ? 0 : -1) : chosen.index + by
  return choose(prompt, (next + candidates.length) % candidates.length, vocabulary)
}

export function choose(prompt: Prompt, index: number, vocabulary: Vocabulary): Prompt {
  const { candidates, chosen } = prompt
  const into = chosen?.into ?? prompt.line
  const candidate = candidates[index]
  if (candidate === undefined) return prompt
  const after = retype(prompt, complete(into, candidate), vocabulary)
  return candidate.insert.endsWith(':') ? after : { ...after, candidates, chosen: { index, into } }
}

/** An older (1) or newer (-1) filter of the history. */
export function recall(prompt: Prompt, history: readonly string[], by: 1 | -1, vocabulary: Vocabulary): Prompt {
  const recalled = Math.min(history.length - 1, Math.max(-1, prompt.recalled + by))
  const text = history[history.length - 1 - recalled]
  const line = recalled === -1 || text === undefined ? prompt.draft : typed(text)
  return { ...retype({ ...prompt, recalled }, line, vocabulary), draft: prompt.draft, candidates: [] }
}
