import type { AuditEvent } from '../../protocol/event.js'
import type { Effect } from './effect.js'
import type { Model } from './model.js'
import type { Mark, Remembered } from './remembered.js'

export interface MarksState {
  /** By the id of the trail, each in order of seq. */
  marks: Readonly<Record<string, readonly Mark[]>>
  /** The event that was marked last: where a range begins. */
  markedLast: number | undefined
  /** Marked events as far as they were seen, by seq; marks that were remembered are fetched when they are listed. */
  marked: ReadonlyMap<number, AuditEvent>
}

/** So many can be exported and listed at once. */
export const MOST_MARKS = 1000

export const newMarks = ({ marks = {} }: Remembered): MarksState => ({
  marks,
  markedLast: undefined,
  marked: new Map(),
})

const NONE: readonly Mark[] = []

/** Those of the trail that is shown. */
export const marksOf = ({ marks, hello }: Pick<Model, 'marks' | 'hello'>): readonly Mark[] =>
  hello === undefined ? NONE : (marks[hello.trail] ?? NONE)

const indexes = new WeakMap<readonly Mark[], ReadonlyMap<number, Mark>>()

export function markAt(model: Pick<Model, 'marks' | 'hello'>, seq: number): Mark | undefined {
  const marks = marksOf(model)
  let index = indexes.get(marks)
  if (index === undefined) {
    index = new Map(marks.map((mark) => [mark.seq, mark]))
    indexes.set(marks, index)
  }
  return index.get(seq)
}

function setMarks(model: Model, marks: readonly Mark[]): void {
  if (model.hello !== undefined) model.marks = { ...model.marks, [model.hello.trail]: marks }
}

/** What is marked now is known the next time; what a demo invents is gone by then. */
export function rememberMarks(model: Model): Effect[] {
  const { hello, demo } = model
  return hello === undefined || demo ? [] : [{ type: 'remember', change: { marks: { [hello.trail]: marksOf(model) } } }]
}

/** Marks events that are not marked yet; returns how many there was room for. */
export function addMarks(model: Model, events: readonly AuditEvent[]): number {
  const before = marksOf(model)
  const fresh = events.filter(({ seq }) => markAt(model, seq) === undefined).slice(0, MOST_MARKS - before.length)
  setMarks(
    model,
    [...before, ...fresh.map(({ seq }) => ({ seq }))].sort((a, b) => a.seq - b.seq),
  )
  model.marked = new Map([...model.marked, ...fresh.map((event) => [event.seq, event] as const)])
  return fresh.length
}

export const removeMark = (model: Model, seq: number): void =>
  setMarks(
    model,
    marksOf(model).filter((mark) => mark.seq !== seq),
  )

/** An empty note is none. */
export const writeNote = (model: Model, seq: number, note: string): void =>
  setMarks(
    model,
    marksOf(model).map((mark) => (mark.seq === seq ? { seq, ...(note !== '' && { note }) } : mark)),
  )
