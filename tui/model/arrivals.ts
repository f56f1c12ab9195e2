import type { ConnectionState } from '../../protocol/client.js'
import type { AuditEvent } from '../../protocol/event.js'
import type { Hello } from '../../protocol/message.js'
import type { Gap, SubscribeFrame } from '../../protocol/request.js'
import { parseTime } from '../../protocol/time.js'
import { askForCounts, askForWindow } from './asking.js'
import type { Effect } from './effect.js'
import type { Message } from './message.js'
import type { Model } from './model.js'
import { counted } from './rate-meter.js'
import { Rows } from './rows.js'
import { type Entry, isNotice, Tape } from './tape.js'
import { findAgain, newViewport, settle, shift } from './viewport.js'

/** The connection became another; what was going on goes on where it broke. */
export function connectionChanged(model: Model, state: ConnectionState): Effect[] {
  const before = model.connection
  model.connection = state
  if (state.kind !== 'open') {
    if (before.kind === 'open') model.connectionSinceMs = model.nowMs
    if (model.fetching !== undefined) model.fetching = 'failed'
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
    const recovered = Math.max(0, hello.last - model.lastSeq)
    push(model, { notice: 'offline', seq: model.lastSeq, fromMs: lostAtMs, toMs: model.nowMs, recovered, lost: 0 })
    settle(model.view, model.list, model.listRows)
  }
  return [...(model.fetching === 'failed' ? askForWindow(model) : []), ...askForCounts(model)]
}

/** Nothing of what was loaded is in this trail. */
export function beginAnew(model: Model): Effect[] {
  const { list, hello } = model
  model.list = new Rows(new Tape(list.tape.capacity), 0, list.maxHistory)
  model.list.filter(model.filter.compiled.matches)
  model.view = newViewport()
  model.toast = { kind: 'note', text: 'The daemon has another trail now: begun anew', untilMs: model.nowMs + 10_000 }
  return hello === undefined ? [] : begin(model, hello)
}

function begin(model: Model, hello: Hello): Effect[] {
  model.list.base = hello.last
  model.lastSeq = hello.last
  model.total = hello.events
  model.totalAsOf = hello.last
  return [{ type: 'follow', after: hello.last }, ...askForWindow(model), ...askForCounts(model)]
}

export function frameCame(model: Model, frame: SubscribeFrame): void {
  if ('gap' in frame) gapCame(model, frame.gap)
  else for (const event of frame.events) eventCame(model, event)
  settle(model.view, model.list, model.listRows)
}

function eventCame(model: Model, event: AuditEvent): void {
  if (event.seq <= model.lastSeq) return
  model.lastSeq = event.seq
  if (event.seq > model.totalAsOf) model.total++
  model.uncounted++
  model.rate = counted(model.rate, 1)
  model.lagMs = Math.max(0, model.nowMs - (parseTime(event.receivedAt) ?? model.nowMs))
  const matched = push(model, event)
  if (matched && model.matching !== undefined && event.seq > model.matchingAsOf) model.matching++
  if (model.view.follow) return
  if (matched) model.view.waiting++
  else model.view.hidden++
}

/** What is gone of the time offline is told where that is told, anything else in a row of its own. */
function gapCame(model: Model, { to, count, reason }: Gap): void {
  model.lastSeq = Math.max(model.lastSeq, to)
  const { tape } = model.list
  const last = tape.length > 0 ? tape.at(tape.end - 1) : undefined
  if (last !== undefined && isNotice(last) && last.notice === 'offline') {
    tape.replaceLast({ ...last, recovered: Math.max(0, last.recovered - count), lost: last.lost + count })
  } else {
    push(model, { notice: 'gap', seq: model.lastSeq, count, reason })
  }
}

function push({ list, view }: Model, entry: Entry): boolean {
  const pushed = list.push(entry, !view.follow)
  if (pushed.shift) shift(view, pushed.shift)
  return pushed.matched
}

export function windowCame(model: Model, { filter, window }: Extract<Message, { type: 'window' }>): void {
  if (filter !== model.filter.text) return
  model.fetching = undefined
  model.list.setWindow(window)
  findAgain(model.view, model.list, model.listRows)
}

export function moreCame(model: Model, { filter, direction, events, edge }: Extract<Message, { type: 'more' }>): void {
  if (filter !== model.filter.text || model.fetching !== direction) return
  model.fetching = undefined
  const { list, view } = model
  shift(view, direction === 'older' ? list.prepend({ events, older: edge }) : list.append({ events, newer: edge }))
  settle(view, list, model.listRows)
}
