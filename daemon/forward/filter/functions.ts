import { semverHolds } from './semver.js'
import type { Value, ValueType } from './value.js'
import { typeOf } from './value.js'

/**
 * `takes` are the types of its arguments besides null, which every one may be;
 * others are refused before `call`. `gives` may also be null.
 */
export interface FqlFunction {
  readonly takes: readonly (readonly ValueType[])[]
  readonly gives: ValueType
  /** undefined where the values, of the right types, have no answer. */
  readonly call: (...args: readonly Value[]) => Value | undefined
}

const ANY = ['string', 'number', 'bool', 'list', 'object'] as const
const TEXT = ['string'] as const

const textFunction = (change: (text: string) => string): FqlFunction => ({
  takes: [TEXT],
  gives: 'string',
  call: (text) => (typeof text === 'string' ? change(text) : null),
})

/** FQL's functions. `match` is compiled (see glob.ts). */
export const FUNCTIONS = {
  contains: {
    takes: [TEXT, TEXT],
    gives: 'bool',
    call: (text, part) => typeof text === 'string' && typeof part === 'string' && text.includes(part),
  },
  length: { takes: [['string', 'list']], gives: 'number', call: lengthOf },
  lowercase: textFunction((text) => text.toLowerCase()),
  uppercase: textFunction((text) => text.toUpperCase()),
  snakecase: textFunction((text) => text.replaceAll(' ', '_')),
  kebabcase: textFunction((text) => text.replaceAll(' ', '-')),
  titlecase: textFunction((text) => text.replace(/(?<=^|\s)\p{Ll}/gu, (letter) => letter.toUpperCase())),
  typeof: { takes: [ANY], gives: 'string', call: typeOf },
  match: { takes: [TEXT, TEXT], gives: 'bool', call: () => undefined },
  bool: { takes: [['string', 'number', 'bool', 'list']], gives: 'bool', call: toBool },
  string: { takes: [['string', 'number', 'bool', 'list']], gives: 'string', call: toText },
  number: { takes: [['string', 'number']], gives: 'number', call: toNumber },
  semver: {
    takes: [TEXT, TEXT, TEXT],
    gives: 'bool',
    call: (version, operator, other) =>
      typeof version === 'string' &&
      typeof operator === 'string' &&
      typeof other === 'string' &&
      semverHolds(version, operator, other),
  },
} as const satisfies Record<string, FqlFunction>

export type FunctionName = keyof typeof FUNCTIONS

export function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(FUNCTIONS, name)
}

function lengthOf(value: Value): number {
  if (typeof value === 'string') return Buffer.byteLength(value)
  return Array.isArray(value) ? value.length : 0
}

/** Forwarded audit events write booleans as the strings "true" and "false"; of no other string is it known what it means. */
function toBool(value: Value): boolean | undefined {
  if (typeof value === 'string') return value === 'true' ? true : value === 'false' || value === '' ? false : undefined
  return Array.isArray(value) ? value.length > 0 : Boolean(value)
}

function toText(value: Value): string {
  return typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value)
}

function toNumber(value: Value): number | null | undefined {
  if (typeof value !== 'string') return value as number | null
  const number = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value) ? Number(value) : Number.NaN
  return Number.isFinite(number) ? number : undefined
}
