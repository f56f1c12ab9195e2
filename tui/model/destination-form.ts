import { DESTINATION_TYPES, type Destination, type DestinationTypeName } from '../../protocol/destination.js'
import { SECRET_OF_TYPE, URL_OF_TYPE } from '../../protocol/destination-questions.js'
import type { DestinationSettings } from '../../protocol/destination-settings.js'
import { conditionOf, onlySend } from '../../protocol/only-send.js'
import type { Control } from './effect/forwarding.js'
import { type FilterClock, isMistake, readFilter } from './filtering.js'
import { GO_TO_FORMS, timeMeant } from './go-to-time.js'
import { type Typed, typed } from './line-editor.js'

export type Field = 'name' | 'type' | 'url' | 'secret' | 'condition' | 'enable' | 'since' | 'until' | 'which'

/** A question of a form. */
export interface Question {
  readonly field: Field
  readonly asks: string
  readonly hint: string
  /** What may be answered; the first where nothing is. */
  readonly choices?: readonly string[]
  /** The answer is never shown. */
  readonly secret?: boolean
}

/** One question after the other, about a destination that is to be made, or one that is there. */
export interface DestinationForm {
  readonly purpose: 'create' | 'filter' | 'replay'
  /** What it is about; absent while it is being made. */
  readonly destination?: Pick<Destination, 'settings'>
  readonly answers: { readonly [F in Field]?: string }
  /** The question that is being answered in `line`. */
  readonly at: number
  readonly line: Typed
  /** Why an answer is not taken; `column` from 0, in code points. */
  readonly mistake?: { readonly message: string; readonly column?: number }
  /** It is with the daemon. */
  readonly sending: boolean
}

const CONDITION: Question = {
  field: 'condition',
  asks: 'send only events for which (FQL)',
  hint: 'as properties.type = "User Created"; empty sends everything',
}
const REPLAY: readonly Question[] = [
  { field: 'since', asks: 'events since', hint: `empty: from the oldest on; ${GO_TO_FORMS}` },
  { field: 'until', asks: 'events until', hint: `empty: up to now; ${GO_TO_FORMS}` },
  { field: 'which', asks: 'which of them', hint: 'a filter, as area:Users; empty: all' },
]

/** The questions of a form; those of a new destination depend on its type. */
export function questionsOf({ purpose, answers }: DestinationForm): readonly Question[] {
  if (purpose === 'filter') return [CONDITION]
  if (purpose === 'replay') return REPLAY
  const type = typeNamed(answers.type) ?? DESTINATION_TYPES[0]
  const secret = SECRET_OF_TYPE[type]
  return [
    { field: 'name', asks: 'name', hint: 'letters, digits, _ . and -' },
    { field: 'type', asks: 'type', hint: DESTINATION_TYPES.join(', '), choices: DESTINATION_TYPES },
    { field: 'url', asks: 'where to', hint: URL_OF_TYPE[type] },
    ...(secret === undefined
      ? []
      : [{ field: 'secret', asks: 'secret', hint: secret, secret: true } satisfies Question]),
    CONDITION,
    { field: 'enable', asks: 'begin to send', hint: 'yes: from now on; no: later, with S', choices: ['yes', 'no'] },
  ]
}

export const questionAt = (form: DestinationForm): Question => questionsOf(form)[form.at]!

export function openForm(
  purpose: DestinationForm['purpose'],
  destination?: Pick<Destination, 'settings'>,
): DestinationForm {
  const condition = purpose === 'filter' ? conditionOf(destination?.settings.filters) : undefined
  return {
    ...{ purpose, answers: {}, at: 0, line: typed(condition ?? ''), sending: false },
    ...(destination && { destination }),
  }
}

const typeNamed = (text: string | undefined): DestinationTypeName | undefined =>
  DESTINATION_TYPES.find((type) => type === text)

/** The answer as it is typed, without what stands around it. */
const answerOf = (form: DestinationForm): string => {
  const { choices, secret } = questionAt(form)
  const text = secret ? form.line.text : form.line.text.trim()
  return text === '' && choices !== undefined ? choices[0]! : text
}

/** Why an answer cannot be taken as it is; what only the daemon knows it says in the end. */
function mistakeIn(form: DestinationForm, clock: FilterClock): DestinationForm['mistake'] {
  const { field, choices } = questionAt(form)
  const answer = answerOf(form)
  if (choices !== undefined && !choices.includes(answer)) return { message: `expected ${choices.join(', ')}` }
  if (field === 'name' && !/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(answer))
    return { message: 'expected at most 64 letters, digits, _ . and -, a letter or a digit first' }
  if ((field === 'since' || field === 'until') && answer !== '' && timeMeant(answer, clock) === undefined)
    return { message: `expected ${GO_TO_FORMS}` }
  if (field !== 'which') return undefined
  const read = readFilter(answer, clock)
  return isMistake(read) ? read : undefined
}

/** At the question before or after, the answer to this one kept; what is to be asked of the daemon behind the last. */
export function step(form: DestinationForm, by: 1 | -1, clock: FilterClock): DestinationForm {
  const { mistake: _, ...rest } = form
  const mistake = by === 1 ? mistakeIn(form, clock) : undefined
  if (mistake !== undefined) return { ...rest, mistake }
  const answers = { ...form.answers, [questionAt(form).field]: answerOf(form) }
  const answered = { ...rest, answers }
  const at = form.at + by
  const next = questionsOf(answered)[at]
  if (next === undefined) return by === 1 ? { ...answered, sending: true } : form
  return { ...answered, at, line: typed(answers[next.field] ?? '') }
}

/** The next of the choices there are. */
export function nextChoice(form: DestinationForm): DestinationForm {
  const { choices } = questionAt(form)
  if (choices === undefined) return form
  const at = choices.indexOf(form.line.text.trim())
  return retyped(form, typed(choices[(at + 1) % choices.length]!))
}

export function retyped({ mistake: _, ...form }: DestinationForm, line: Typed): DestinationForm {
  return { ...form, line, sending: false }
}

/** Refused by the daemon: at the question that its field is about. */
export function refused(form: DestinationForm, message: string, field: string | undefined): DestinationForm {
  const [, column] = /^column (\d+)$/.exec(field ?? '') ?? []
  const about: string | undefined = column === undefined ? field?.replace(/^settings\./, '') : 'condition'
  const index = questionsOf(form).findIndex((question) => question.field === about)
  const at = index === -1 ? form.at : index
  return {
    ...{ ...form, at, sending: false, line: typed(form.answers[questionsOf(form)[at]!.field] ?? '') },
    mistake: { message, ...(column !== undefined && { column: Number(column) - 1 }) },
  }
}

/** What a form that is filled in asks of the daemon, and of which destination. */
export function controlOf(
  { purpose, destination, answers }: DestinationForm,
  clock: FilterClock,
): { readonly name: string; readonly control: Control } {
  const { condition = '', url = '', secret = '', since = '', until = '', which = '' } = answers
  if (destination === undefined) {
    const { name = '', type = '', enable } = answers
    const settings: DestinationSettings = {
      ...{ name, type: typeNamed(type)! },
      ...(url !== '' && { url }),
      ...(condition !== '' && { filters: onlySend(condition) }),
    }
    const params = { settings, enable: enable === 'yes', ...(secret !== '' && { secret }) }
    return { name, control: { method: 'forward.create', params } }
  }
  const { filters: _, ...settings } = destination.settings
  const { name } = settings
  if (purpose === 'filter') {
    const filtered = { ...settings, ...(condition !== '' && { filters: onlySend(condition) }) }
    return { name, control: { method: 'forward.update', params: { settings: filtered } } }
  }
  const time = (text: string) => new Date(timeMeant(text, clock)!).toISOString()
  const params = {
    name,
    ...(since !== '' && { since: time(since) }),
    ...(until !== '' && { until: time(until) }),
    ...(which !== '' && { filter: which, timeZone: clock.timeZone }),
  }
  return { name, control: { method: 'forward.replay', params } }
}
