import type { AuditEvent } from '../../protocol/event.js'
import { compileFilter } from '../../protocol/filter/compile.js'
import type { Term } from '../../protocol/filter/filter.js'
import { foldCase } from '../../protocol/filter/fold.js'
import { printFilter } from '../../protocol/filter/print.js'
import type { Browse } from './browse.js'
import type { Effect } from './effect.js'
import type { Typed } from './line-editor.js'

/** A text that is looked for without hiding what does not hold it. */
export interface Highlight {
  readonly text: string
  /** The same as a term of a filter, for the daemon. */
  readonly term: string
  /** As it is compared, its case folded. */
  readonly needle: string
  /** Whether the text stands anywhere in the event, shown or not. */
  matches(event: AuditEvent): boolean
}

/** The text while it is typed, and what was found before it. */
export interface Find {
  readonly line: Typed
  readonly before: Highlight | undefined
}

/** Hits of the trail, for the daemon to count; of what the filter leaves, in Search up to when it asked. */
export function hitsFilter({ name, list, filter, highlight }: Browse): string {
  const hits = `${filter.text} ${highlight?.term ?? ''}`.trim()
  return name === 'search' ? `${hits} seq:..${list.base}` : hits
}

export function countHits(browse: Browse): Effect[] {
  browse.hits = undefined
  if (browse.highlight === undefined) return []
  return [{ type: 'count', of: browse.name, purpose: 'hits', filter: hitsFilter(browse) }]
}

/** Undefined for a text that says nothing. */
export function highlightOf(text: string): Highlight | undefined {
  const sought = text.trim()
  if (sought === '') return undefined
  const term: Term = { key: 'text', values: [{ runs: [sought] }], negated: false, column: 1 }
  const { matches } = compileFilter({ terms: [term] }, { now: () => 0 })
  // Every row in sight is asked about in each frame.
  const known = new WeakMap<AuditEvent, boolean>()
  return {
    text: sought,
    term: printFilter({ terms: [term] }),
    needle: foldCase(sought),
    matches(event) {
      const before = known.get(event)
      if (before !== undefined) return before
      const now = matches(event)
      known.set(event, now)
      return now
    },
  }
}
