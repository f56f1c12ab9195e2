import { browseOf } from '../model/browse.js'
import { chipsOf } from '../model/chips.js'
import type { Effect } from '../model/effect.js'
import { isMistake, readFilter } from '../model/filtering.js'
import { learnNames } from '../model/filters.js'
import { hitsFilter } from '../model/highlight.js'
import { hitRankCounted } from '../model/hit-rank.js'
import type { CountsMessage } from '../model/message/counts.js'
import type { Model } from '../model/model.js'
import { changeOverlay, stateOf } from '../model/overlay.js'
import { quietly, type Reactions } from './reaction.js'

export const COUNTS_REACTIONS: Reactions<CountsMessage> = {
  counted: quietly(counted),
  facets: quietly((model, { of, facets }) => {
    const browse = model.browses[of]
    browse.facets = { ...browse.facets, counted: { ...browse.facets.counted, ...facets } }
    learnNames(model, facets.actor?.values ?? [])
  }),
  histogram: quietly((model, { of, histogram }) => {
    const browse = model.browses[of]
    browse.histogram = histogram
    browse.countingMs = model.nowMs - browse.countedAtMs
  }),
  'chip-counted': quietly((model, { of, term, count }) => {
    const browse = model.browses[of]
    const known = chipsOf(browse).map(({ text }) => text)
    const kept = [...browse.chips.counts].filter(([text]) => known.includes(text))
    browse.chips = { ...browse.chips, counts: new Map([...kept, [term, count]]) }
  }),
  waited: promptWaited,
}

function counted(model: Model, counted: Extract<CountsMessage, { type: 'counted' }>): void {
  const { of, purpose, filter, count, asOf } = counted
  const browse = model.browses[of]
  if (purpose === 'applied' && filter === browse.filter.text) {
    browse.matching = count
    browse.matchingAsOf = asOf
  }
  if (purpose === 'hits' && filter === hitsFilter(browse)) {
    browse.hits = count
    browse.hitsAsOf = asOf
  }
  if (purpose === 'hit-rank') hitRankCounted(browse, filter, count)
  const prompt = stateOf(model, 'prompt')
  if (purpose === 'preview' && prompt?.line.text === filter) changeOverlay(model, 'prompt', { ...prompt, exact: count })
  const dialog = stateOf(model, 'export')
  if (purpose === 'export' && dialog?.filter === filter) changeOverlay(model, 'export', { ...dialog, total: count })
}

/** Looking through more would be felt in the typing; the daemon's count says it then. */
const MOST_PREVIEWED = 20_000

/** Nothing was typed for a moment: what would the filter leave? */
function promptWaited(model: Model): Effect[] {
  const prompt = stateOf(model, 'prompt')
  if (prompt === undefined) return []
  const { text } = prompt.line
  const read = readFilter(text, model.clock)
  if (isMistake(read)) return []
  const { name: of, list, view, filter } = browseOf(model)
  const { preview: _, ...rest } = prompt
  const { matches } = read.compiled
  changeOverlay(model, 'prompt', {
    ...rest,
    ...(list.tape.length <= MOST_PREVIEWED && { loaded: list.countMatching(matches) }),
    ...(text.trim() !== filter.text && {
      preview: list.preview(matches, view.follow ? undefined : view.anchor, model.listRows),
    }),
  })
  return [{ type: 'count', of, purpose: 'preview', filter: text }]
}
