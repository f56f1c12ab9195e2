import { COLUMNS } from './model/columns.js'
import type { Mark, Remembered, SavedView } from './model/remembered.js'
import { THEME_NAMES } from './model/theme-name.js'

type Check = (value: unknown) => boolean

const TIMES = ['local', 'utc', 'relative'] as const

const isText: Check = (value) => typeof value === 'string'
const isFlag: Check = (value) => typeof value === 'boolean'
const isSize: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0
const isOneOf =
  (choices: readonly unknown[]): Check =>
  (value) =>
    choices.includes(value)
const isList =
  (of: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(of)
const isRecord =
  (of: Check): Check =>
  (value) =>
    isObject(value) && Object.values(value).every(of)
/** Keys that are not told of are let pass: a later version may have written them. */
const isShaped =
  <T>(needed: { readonly [K in keyof T]-?: Check }, optional: readonly (keyof T)[]): Check =>
  (value) =>
    isObject(value) &&
    (Object.keys(needed) as (keyof T & string)[]).every((key) =>
      value[key] === undefined ? optional.includes(key) : needed[key](value[key]),
    )

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** At least one, and each once. */
const isColumns: Check = (value) =>
  isList(isOneOf(COLUMNS))(value) &&
  (value as unknown[]).length > 0 &&
  new Set(value as unknown[]).size === (value as unknown[]).length

/** By hand: a library of schemas would take a third of the time to the first frame. */
const CHECKS: { readonly [K in keyof Remembered]-?: Check } = {
  theme: isOneOf(THEME_NAMES),
  mouse: isFlag,
  panes: isRecord(isSize),
  time: isOneOf(TIMES),
  columns: isColumns,
  wrap: isFlag,
  lastFilter: isText,
  views: isList(
    isShaped<SavedView>({ name: isText, filter: isText, columns: isColumns, time: isOneOf(TIMES), default: isFlag }, [
      'columns',
      'time',
      'default',
    ]),
  ),
  marks: isRecord(isList(isShaped<Mark>({ seq: isSize, note: isText }, ['note']))),
}

/** What of an object can be used, unknown keys included, and the keys that cannot. */
export function checkRemembered(object: Record<string, unknown>): {
  readonly good: Remembered
  readonly bad: string[]
} {
  const bad = Object.keys(CHECKS).filter(
    (key) => object[key] !== undefined && !CHECKS[key as keyof Remembered](object[key]),
  )
  return { good: Object.fromEntries(Object.entries(object).filter(([key]) => !bad.includes(key))), bad }
}
