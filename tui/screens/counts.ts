import { browseOf } from '../model/browse.js'
import type { Model } from '../model/model.js'
import { compact, count } from '../view/number.js'
import { type Line, span } from '../view/text.js'

/** What is shown of what: matching of loaded, matching of the trail. The shortest that says it, where there is little room. */
export function countsLine(model: Model, columns: number): Line {
  const { list, filter, matching } = browseOf(model)
  const { total } = model
  const exact = matching === undefined ? '…' : count(matching)
  if (columns < NARROW) {
    return filter.text === ''
      ? [span(compact(total), 'strong'), span(' events', 'dim')]
      : [span(exact, 'strong'), span(` of ${compact(total)}`, 'dim')]
  }
  if (filter.text === '') return [span(`${count(list.eventCount)} loaded`), span(` · ${count(total)} in trail`, 'dim')]
  const inTrail: Line = [
    span(exact, 'strong'),
    span(` of ${columns < WIDE ? compact(total) : count(total)} in trail`, 'dim'),
  ]
  if (columns < WIDE) return inTrail
  const loaded = list.history.length + list.tape.length
  return [span(`${count(list.eventCount)} of ${count(loaded)} loaded`), span(' · ', 'dim'), ...inTrail]
}

const NARROW = 60
const WIDE = 90
