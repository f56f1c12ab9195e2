import type { RedactionPreview, RedactionRule } from '../../protocol/redaction.js'
import type { Params } from '../../protocol/request.js'
import { keyedHash } from './keyed-hash.js'
import { type PreviewOptions, preview } from './preview.js'
import { createRedactor, type Redactable, type Redactor } from './redactor.js'
import { hashText } from './replacement.js'
import { readRules } from './rules.js'

/** What stands between a sender and the disk. */
export interface Redaction {
  /** The event as it may be stored; counts what it replaces. */
  apply<E extends Redactable>(event: E): E
  /** By rule, values replaced since the start. */
  counts(): { readonly [rule: string]: number }
  /** What rules would change; see `redaction.preview`. */
  preview(params: Params<'redaction.preview'>, signal: AbortSignal): Promise<RedactionPreview>
  /** What the action `hash` makes of a text. */
  hash(value: string): string
}

export interface RedactionOptions extends Omit<PreviewOptions, 'hash'> {
  /** Of the file with the key of the hashes. */
  readonly keyPath: string
  /** In force now: another list is compiled when it is first met. Throws nothing where `readRules` has read it before. */
  readonly rules: () => readonly RedactionRule[]
}

export function createRedaction({ keyPath, ...options }: RedactionOptions): Redaction {
  const hash = keyedHash(keyPath)
  const counts = new Map<string, number>()
  let given: readonly RedactionRule[] | undefined
  let names: readonly string[] = []
  let redactor: Redactor | undefined

  const current = () => {
    const rules = options.rules()
    if (rules === given) return redactor
    const read = readRules(rules)
    given = rules
    names = read.map(({ name }) => name)
    redactor = read.length === 0 ? undefined : createRedactor(read, hash)
    return redactor
  }
  const count = (rule: number) => {
    const name = names[rule]!
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return {
    apply: (event) => current()?.redact(event, count) ?? event,
    counts: () => Object.fromEntries(counts),
    preview: (params, signal) => preview({ ...options, hash }, params, signal),
    hash: (value) => hashText(value, hash),
  }
}
