import type { KeyedHash } from './keyed-hash.js'
import type { PathState } from './path-rules.js'
import { GONE, masked, replacement } from './replacement.js'
import type { Rule } from './rules.js'
import type { TextRedactor } from './text-redactor.js'

/** Told of each value that is replaced: the rule's position, where the value stood, what it was. */
export type OnRedacted = (rule: number, path: readonly string[], value: unknown) => void

type Members = Readonly<Record<string, unknown>>

/** Only text that is itself JSON gets so deep. */
const MAX_DEPTH = 200

/** Goes through a value and gives it back as it may be stored: itself where nothing is to be changed, else a copy, or GONE. */
export class Walk {
  readonly #path: string[] = []

  constructor(
    private readonly rules: readonly Rule[],
    private readonly hash: KeyedHash,
    private readonly texts: TextRedactor | undefined,
    private readonly onRedacted: OnRedacted,
  ) {}

  at(key: string, visit: () => unknown): unknown {
    this.#path.push(key)
    const result = visit()
    this.#path.pop()
    return result
  }

  visit(value: unknown, state: PathState): unknown {
    if (state.rule !== undefined) return this.#byPath(value, state.rule)
    if (typeof value === 'string') return this.#text(value, state)
    if (typeof value === 'number') return this.#number(value)
    if (typeof value !== 'object' || value === null) return value
    if ((state.isDead && this.texts === undefined) || this.#path.length > MAX_DEPTH) return value
    return Array.isArray(value) ? this.#list(value, state) : this.members(value as Members, state)
  }

  /** Those of `needed` are masked where others are dropped. */
  members(object: Members, state: PathState, needed: readonly string[] = []): Members {
    if (state.isDead && this.texts === undefined) return object
    let changed: [string, unknown][] | undefined
    const keys = Object.keys(object)
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]!
      const value = object[key]
      const name = this.#found(key)
      // What is told of places must not tell what a key gave away.
      this.#path.push(masked(name) as string)
      const visited = this.visit(value, state.under(key))
      const kept = needed.includes(key) ? masked(visited) : visited
      this.#path.pop()
      if (changed === undefined && (kept !== value || name !== key))
        changed = keys.slice(0, i).map((before) => [before, object[before]])
      if (kept !== GONE && name !== GONE) changed?.push([name, kept])
    }
    return changed === undefined ? object : fromEntries(changed)
  }

  /** A text that is no value of its own, as a key or a pointer: never GONE. */
  label(text: string): string {
    return masked(this.#found(text)) as string
  }

  #byPath(value: unknown, rule: number): unknown {
    const instead = replacement(this.rules[rule]!.action, value, this.hash)
    if (instead !== value) this.onRedacted(rule, this.#path, value)
    return instead
  }

  #list(values: readonly unknown[], state: PathState): readonly unknown[] {
    const visited = values.map((value, i) => this.at(String(i), () => this.visit(value, state)))
    return visited.every((value, i) => value === values[i]) ? values : visited.filter((value) => value !== GONE)
  }

  #text(text: string, state: PathState): unknown {
    if (!state.isDead && looksLikeJson(text) && this.#path.length < MAX_DEPTH) {
      const inner = parsed(text)
      if (inner !== undefined) {
        const visited = this.visit(inner, state)
        return visited === inner ? text : JSON.stringify(visited)
      }
    }
    return this.#found(text)
  }

  /** Some write card numbers as numbers. */
  #number(value: number): unknown {
    if (this.texts === undefined || !(value >= 1e12)) return value
    const text = String(value)
    const found = this.#found(text)
    return found === text ? value : found
  }

  #found(text: string): string | typeof GONE {
    return this.texts?.(text, (rule, found) => this.onRedacted(rule, this.#path, found)) ?? text
  }
}

const looksLikeJson = (text: string) => {
  const first = text.charCodeAt(0)
  return (first === 0x7b || first === 0x5b || first <= 0x20) && /^\s*[[{]/.test(text)
}

/** An object or a list; undefined where it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Keys that became the same keep their values apart. */
function fromEntries(entries: readonly [string, unknown][]): Members {
  const taken = new Map<string, unknown>()
  for (const [key, value] of entries) {
    let name = key
    while (taken.has(name)) name += '_'
    taken.set(name, value)
  }
  return Object.fromEntries(taken)
}
