import type { AuditEvent } from '../../protocol/event.js'
import type { Command } from '../keymap/keymap.js'
import { keyOf } from '../model/binding.js'
import { browseOf, eventAtCursor } from '../model/browse.js'
import type { Effect } from '../model/effect.js'
import { jumpTo } from '../model/jump.js'
import { typed } from '../model/line-editor.js'
import { addMarks, MOST_MARKS, markAt, marksOf, rememberMarks, removeMark, writeNote } from '../model/marks.js'
import type { Model } from '../model/model.js'
import { changeOverlay, closeOverlay, openOverlay, stateOf } from '../model/overlay.js'
import type { Mark } from '../model/remembered.js'
import { isNotice } from '../model/tape.js'
import { note } from '../model/toast.js'
import { findRow, moveTo, pause } from '../model/viewport.js'
import { count } from '../view/number.js'
import { type Action, leave } from './action.js'

const marks = (model: Model): string => {
  const { length } = marksOf(model)
  return `${count(length)} ${length === 1 ? 'mark' : 'marks'}`
}

function toggle(model: Model): Effect[] {
  const browse = browseOf(model)
  const event = eventAtCursor(browse)
  if (event === undefined) return []
  pause(browse.view)
  browse.view.anchor = event
  if (markAt(model, event.seq) !== undefined) {
    removeMark(model, event.seq)
    note(model, `mark taken off · ${marks(model)}`)
  } else if (addMarks(model, [event]) === 0) {
    note(model, `There are ${count(MOST_MARKS)} marks: no more fit`, 'error')
  } else {
    model.markedLast = event.seq
    const [lists, writes] = [keyOf(model, 'marks'), keyOf(model, 'write-note')]
    note(model, `marked · ${marks(model)} · ${lists} lists them, ${writes} there writes a note`)
  }
  return rememberMarks(model)
}

/** Marks every listed event between the one marked last and the cursor. */
function range(model: Model): Effect[] {
  const { list, view } = browseOf(model)
  const from = model.markedLast === undefined ? undefined : model.marked.get(model.markedLast)
  const start = from && list.indexNear(from)
  const entry = start === undefined ? undefined : list.at(start)
  if (start === undefined || entry === undefined || isNotice(entry) || entry.seq !== from?.seq) {
    note(model, 'M marks from the event that m marked last to this one: mark one with m first')
    return []
  }
  pause(view)
  view.anchor = list.at(view.cursor)
  const [first, last] = [Math.min(start, view.cursor), Math.max(start, view.cursor)]
  const events: AuditEvent[] = []
  for (let i = first; i <= last; i++) {
    const each = list.at(i)
    if (each !== undefined && !isNotice(each)) events.push(each)
  }
  const unmarked = events.filter(({ seq }) => markAt(model, seq) === undefined).length
  const fresh = addMarks(model, events)
  const full = fresh < unmarked ? ` · ${count(unmarked - fresh)} more did not fit` : ''
  note(model, `marked ${count(fresh)} more · ${marks(model)}${full}`)
  return rememberMarks(model)
}

/** To the next marked event in the list, else to one that is not loaded. */
const markBy =
  (by: 1 | -1): Action =>
  (model) => {
    const { list, view } = browseOf(model)
    const found = findRow(view, list, by, (entry) => !isNotice(entry) && markAt(model, entry.seq) !== undefined)
    if (found !== undefined) {
      moveTo(view, list, found, model.listRows)
      return []
    }
    const here = list.at(view.cursor)?.seq ?? 0
    const all = marksOf(model)
    const beyond = by === 1 ? all.find(({ seq }) => seq > here) : all.findLast(({ seq }) => seq < here)
    if (beyond !== undefined) return go(model, beyond)
    note(model, all.length === 0 ? 'Nothing is marked; m marks an event' : `No ${by === 1 ? 'later' : 'earlier'} mark`)
    return []
  }

function go(model: Model, { seq }: Mark): Effect[] {
  const event = model.marked.get(seq)
  return event === undefined ? [{ type: 'fetch-marked', seqs: [seq], jump: true }] : jumpTo(model, event)
}

function list(model: Model): Effect[] {
  const all = marksOf(model)
  const here = eventAtCursor(browseOf(model))?.seq
  const at = all.findIndex(({ seq }) => seq === here)
  openOverlay(model, 'marks', { cursor: Math.max(0, at) })
  const unseen = all.filter(({ seq }) => !model.marked.has(seq)).map(({ seq }) => seq)
  return unseen.length === 0 ? [] : [{ type: 'fetch-marked', seqs: unseen, jump: false }]
}

const onMark =
  (act: (model: Model, mark: Mark, cursor: number) => Effect[] | undefined): Action =>
  (model) => {
    const all = marksOf(model)
    const cursor = Math.min(stateOf(model, 'marks')?.cursor ?? 0, all.length - 1)
    const mark = all[cursor]
    return (mark && act(model, mark, cursor)) ?? []
  }

const cursorBy = (by: 1 | -1): Action =>
  onMark((model, _, cursor) => {
    changeOverlay(model, 'marks', { cursor: Math.min(marksOf(model).length - 1, Math.max(0, cursor + by)) })
    return []
  })

export const goToMark = onMark((model, mark) => {
  closeOverlay(model)
  return go(model, mark)
})

function keepNote(model: Model): Effect[] {
  const state = stateOf(model, 'note')
  closeOverlay(model)
  if (state === undefined) return []
  writeNote(model, state.seq, state.line.text.trim())
  return rememberMarks(model)
}

export const MARKS_ACTIONS = {
  mark: toggle,
  'mark-range': range,
  'next-mark': markBy(1),
  'previous-mark': markBy(-1),
  marks: list,
  'marks-next': cursorBy(1),
  'marks-previous': cursorBy(-1),
  'go-to-mark': goToMark,
  'write-note': onMark((model, { seq, note: text = '' }) => {
    openOverlay(model, 'note', { seq, line: typed(text) })
    return []
  }),
  'take-mark-off': onMark((model, { seq }) => {
    removeMark(model, seq)
    return rememberMarks(model)
  }),
  'leave-marks': leave,
  'keep-note': keepNote,
  'leave-note': leave,
} as const satisfies Partial<Record<Command, Action>>
