import type { AuditEvent } from '../../protocol/event.js'
import type { PatternKey } from '../../protocol/filter/filter.js'
import { askForCounts, askForWindow } from './asking.js'
import { type Browse, browseOf } from './browse.js'
import { chipsOf, withoutOff } from './chips.js'
import type { ColumnName } from './columns.js'
import type { Effect } from './effect.js'
import type { Pane } from './facet-panes.js'
import { termFor, toggleValue, withoutKey, withTerm, withTimes } from './filter-edit.js'
import { applied } from './filtering.js'
import { usedFilter } from './filters.js'
import { countHits } from './highlight.js'
import type { Model } from './model.js'
import { PRESETS, standingOfTime } from './presets.js'
import { askAgain } from './search.js'
import { findAgain } from './viewport.js'

const MAX_EARLIER = 50

/** Shows what matches: what is loaded at once, the rest when the daemon has answered. */
export function applyFilter(model: Model, text: string): Effect[] {
  const browse = browseOf(model)
  const before = browse.filter.text
  if (text.trim() === before) return []
  browse.earlier = [...browse.earlier, before].slice(-MAX_EARLIER)
  return showMatching(model, text)
}

/** The filter as it was before it was last changed; undefined where it never was. */
export function filterBefore(model: Model): Effect[] | undefined {
  const browse = browseOf(model)
  const before = browse.earlier.at(-1)
  if (before === undefined) return undefined
  browse.earlier = browse.earlier.slice(0, -1)
  return showMatching(model, before)
}

function showMatching(model: Model, text: string): Effect[] {
  const trimmed = text.trim()
  const browse = browseOf(model)
  browse.filter = applied(trimmed, model.clock)
  browse.switchedOff = undefined
  browse.matching = undefined
  browse.context = undefined
  for (const { text: on } of chipsOf(browse).filter(({ on }) => on)) browse.chips = withoutOff(browse.chips, on)
  if (browse.focus === 'chips' && chipsOf(browse).length === 0) browse.focus = 'list'
  const used = usedFilter(model, trimmed)
  filterAnew(model, browse)
  // Another filter is another question.
  const rows =
    browse.name === 'search'
      ? askAgain(model, browse)
      : [...askForWindow(browse), ...askForCounts(model, browse), ...countHits(browse)]
  return [...used, ...rows]
}

/** Of what is loaded, what the filter leaves now: a relative time reaches another time each second. */
export function filterAnew({ listRows }: Model, { list, view, filter }: Browse): void {
  list.filter(filter.compiled.matches)
  findAgain(view, list, listRows)
}

export const slides = ({ filter }: Browse): boolean =>
  filter.filter.terms.some((term) => (term.key === 'since' || term.key === 'until') && term.time.kind === 'ago')

/** Everything, on the same event; and back. */
export function toggleFilter(model: Model): Effect[] {
  const browse = browseOf(model)
  const { text } = browse.filter
  const other = text === '' ? browse.switchedOff : ''
  if (other === undefined) return []
  const effects = showMatching(model, other)
  if (text !== '') browse.switchedOff = text
  return effects
}

export function toggleFacet(model: Model, pane: Pane, value: string, standing: 'included' | 'excluded'): Effect[] {
  const { text, filter } = browseOf(model).filter
  if (pane !== 'time') return applyFilter(model, toggleValue(text, pane, value, standing))
  const preset = PRESETS.find((preset) => preset === value)
  const already = preset !== undefined && standingOfTime(filter, preset) === standing
  return applyFilter(model, withTimes(text, already ? '' : `${standing === 'included' ? 'since' : 'until'}:${value}`))
}

export function onlyFacet(model: Model, pane: Pane, value: string): Effect[] {
  if (pane === 'time') return applyFilter(model, withTimes(browseOf(model).filter.text, `since:${value}`))
  return applyFilter(model, withTerm(withoutKey(browseOf(model).filter.text, pane), termFor(pane, value)))
}

export type Narrowing = 'include' | 'exclude' | 'only'

/** Narrows by what stands in a cell; undefined where nothing stands there. */
export function narrowByCell(
  model: Model,
  event: AuditEvent,
  column: ColumnName,
  how: Narrowing,
): Effect[] | undefined {
  const term = cellTerm(event, column, how === 'exclude')
  if (term === undefined) return undefined
  return applyFilter(model, how === 'only' ? term : withTerm(browseOf(model).filter.text, term))
}

/** Everything by the one who did it, or on what it was done to, and nothing else. */
export function pivot(model: Model, event: AuditEvent, on: 'actor' | 'target'): Effect[] | undefined {
  const term = cellTerm(event, on, false)
  return term === undefined ? undefined : applyFilter(model, term)
}

export function cellTerm(event: AuditEvent, column: ColumnName, negated = false): string | undefined {
  // Of a time, in means from then on, and out means before.
  if (column === 'time') return `${negated ? 'until' : 'since'}:${event.timestamp}`
  if (column === 'changes') return `${negated ? '-' : ''}has:changes`
  const [key, value] = cellValue(event, column)
  return value === undefined ? undefined : termFor(key, value, negated)
}

function cellValue(
  event: AuditEvent,
  column: Exclude<ColumnName, 'time' | 'changes'>,
): [PatternKey, string | undefined] {
  const { resource } = event
  switch (column) {
    case 'outcome':
      return ['outcome', event.outcome]
    case 'actor':
      return ['actor', event.actor.id]
    case 'action':
      return ['action', event.action]
    case 'area':
      return ['area', event.area]
    case 'from':
      return ['ip', event.context?.ip]
    case 'target':
      return resource.id === undefined && resource.name === undefined
        ? ['resource.type', resource.type]
        : ['resource', resource.id ?? resource.name]
  }
}
