import type { ConnectionState } from '../../protocol/client.js'
import type { AuditEvent } from '../../protocol/event.js'
import type { Hello } from '../../protocol/message.js'
import type { SubscribeFrame } from '../../protocol/request.js'
import { parseTime } from '../../protocol/time.js'
import { askForCounts, askForWindow } from './asking.js'
import type { Browse } from './browse.js'
import { compactEvent } from './compact-event.js'
import type { Effect } from './effect.js'
import { standAt } from './go-to.js'
import type { RowsMessage } from './message/rows.js'
import type { Model } from './model.js'
import { pushLive, tellGap, tellOutage } from './outage.js'
import { counted } from './rate-meter.js'
import { Rows } from './rows.js'
import { askAgain } from './search.js'
import { Tape } from './tape.js'
import { note } from './toast.js'
import { findAgain, newViewport, settle, shift, showNeighbours } from './viewport.js'

/** The connection became another; what was going on goes on where it broke. */
export function connectionChanged(model: Model, state: ConnectionState): Effect[] {
  const before = model.connection
  const browses = Object.values(model.browses)
  model.connection = state
  if (state.kind !== 'open') {
    if (before.kind === 'open') {
      model.connectionSinceMs = model.nowMs
      model.lostBecause = undefined
    }
    if (state.kind === 'waiting') model.lostBecause ??= state.error.message
    for (const browse of browses) if (browse.fetching !== undefined) browse.fetching = 'failed'
    return []
  }
  const { hello } = state
  const lostAtMs = model.connectionSinceMs
  model.connectionSinceMs = model.nowMs
  model.demo ||= hello.demo === true
  const known = model.hello
  model.hello = hello
  if (known === undefined) return begin(model, hello)
  model.total = hello.events
  model.totalAsOf = hello.last
  if (known.trail === hello.trail && known.epoch === hello.epoch) {
    tellOutage(model, lostAtMs, hello.last)
    settleLive(model)
  }
  const failed = browses.filter(({ fetching }) => fetching === 'failed')
  return [...failed.flatMap(askForWindow), ...browses.filter(isOpen).flatMap((browse) => askForCounts(model, browse))]
}

const isOpen = ({ name, askedAtMs }: Browse): boolean => name === 'live' || askedAtMs !== undefined

/** Nothing of what was loaded is in this trail. */
export function beginAnew(model: Model): Effect[] {
  for (const browse of Object.values(model.browses)) {
    browse.list = new Rows(new Tape(browse.list.tape.capacity), 0, browse.list.maxHistory)
    browse.list.filter(browse.filter.compiled.matches)
    browse.view = newViewport()
  }
  model.outageAt = undefined
  note(model, 'The daemon has another trail now: begun anew', 'note', 10_000)
  return model.hello === undefined ? [] : begin(model, model.hello)
}

function begin(model: Model, hello: Hello): Effect[] {
  const { live, search } = model.browses
  live.list.base = hello.last
  model.lastSeq = hello.last
  model.total = hello.events
  model.totalAsOf = hello.last
  return [
    { type: 'follow', after: hello.last },
    ...askForWindow(live),
    ...askForCounts(model, live),
    ...(isOpen(search) ? askAgain(model, search) : []),
  ]
}

export function frameCame(model: Model, frame: SubscribeFrame): void {
  if ('gap' in frame) tellGap(model, frame.gap)
  else {
    const before = model.lastSeq
    for (const event of frame.events) eventCame(model, event)
    model.rate = counted(model.rate, frame.events.filter(({ seq }) => seq > before).length)
  }
  settleLive(model)
}

function eventCame(model: Model, event: AuditEvent): void {
  if (event.seq <= model.lastSeq) return
  model.lastSeq = event.seq
  if (event.seq > model.totalAsOf) model.total++
  model.lagMs = Math.max(0, model.nowMs - (parseTime(event.receivedAt) ?? model.nowMs))
  const { live } = model.browses
  live.uncounted++
  const matched = pushLive(model, compactEvent(event))
  if (matched && live.matching !== undefined && event.seq > live.matchingAsOf) live.matching++
  if (matched && live.hits !== undefined && event.seq > live.hitsAsOf && live.highlight?.matches(event)) live.hits++
  if (live.view.follow) return
  if (matched) live.view.waiting++
  else live.view.hidden++
}

const settleLive = ({ browses: { live }, listRows }: Model): void => settle(live.view, live.list, listRows)

export function windowCame(
  model: Model,
  { of, filter, place, window }: Extract<RowsMessage, { type: 'window' }>,
): void {
  const browse = model.browses[of]
  if (filter !== browse.filter.text) return
  browse.fetching = undefined
  const { view, list } = browse
  const wasEmpty = list.length === 0
  list.setWindow({ ...window, events: window.events.map(compactEvent) })
  if (typeof place === 'object' && 'from' in place) {
    standAt(model, browse, place.from)
    return
  }
  // Who stood still before there was any row stands on the newest.
  if (wasEmpty && place === 'newest' && view.anchor === undefined) view.cursor = list.length - 1
  findAgain(view, list, model.listRows)
  if (typeof place === 'object') showNeighbours(view, list, model.listRows)
}

export function moreCame(model: Model, more: Extract<RowsMessage, { type: 'more' }>): void {
  const { of, filter, direction, edge } = more
  const browse = model.browses[of]
  if (filter !== browse.filter.text || browse.fetching !== direction) return
  browse.fetching = undefined
  const { list, view } = browse
  const events = more.events.map(compactEvent)
  shift(view, direction === 'older' ? list.prepend({ events, older: edge }) : list.append({ events, newer: edge }))
  settle(view, list, model.listRows)
}
