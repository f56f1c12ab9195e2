import type { Model } from '../model/model.js'
import { compact, count } from '../view/number.js'
import { type Line, span } from '../view/text.js'

/** What is shown of what: matching of loaded, matching of the trail. The shortest that says it, where there is little room. */
export function countsLine(model: Model, columns: number): Line {
  const { list, filter, matching, total } = model
  const loaded = list.history.length + list.tape.length
  if (filter.text === '') {
    return [
      span(`${count(list.length)} loaded`),
      span(` · ${columns < 60 ? compact(total) : count(total)} in trail`, 'dim'),
    ]
  }
  const exact = matching === undefined ? '…' : count(matching)
  if (columns < 60) return [span(exact, 'strong'), span(` of ${compact(total)}`, 'dim')]
  const inTrail: Line = [
    span(exact, 'strong'),
    span(` of ${columns < 90 ? compact(total) : count(total)} in trail`, 'dim'),
  ]
  return columns < 90
    ? inTrail
    : [span(`${count(list.length)} of ${count(loaded)} loaded`), span(' · ', 'dim'), ...inTrail]
}
