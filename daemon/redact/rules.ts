import { TrailError } from '../../protocol/error.js'
import type { DetectorName, RedactionAction, RedactionRule } from '../../protocol/redaction.js'

/** A rule as it is applied. */
export interface Rule {
  /** How it is called in figures and answers. */
  readonly name: string
  readonly action: RedactionAction
  /** In lower case. */
  readonly path?: readonly string[]
  readonly detector?: DetectorName
}

/** The parts of an event in which anything may be redacted. */
const PARTS = ['actor', 'resource', 'changes', 'context', 'details']
/** How senders call what is `details` here. */
const OTHER_NAMES: Readonly<Record<string, string>> = { properties: 'details', traits: 'actor' }

/** Throws `invalid-request` where a rule cannot be meant. */
export function readRules(rules: readonly RedactionRule[]): readonly Rule[] {
  return rules.map(({ path, detector, action }, i) => {
    if ((path === undefined) === (detector === undefined))
      throw refused(i, 'must have a path or a detector, and not both')
    if (detector !== undefined) return { name: `detector:${detector}`, action, detector }
    const parts = splitPath(path!).map((part) => part.toLowerCase())
    const problem = problemOf(parts, action)
    if (problem !== undefined) throw refused(i, `has the path "${path}", ${problem}`)
    return { name: `path:${path}`, action, path: parts.at(-1) === '**' ? [...parts, '*'] : parts }
  })
}

/** At the dots; `\.` is a dot within a key. */
const splitPath = (path: string): string[] => path.split(/(?<!\\)\./).map((part) => part.replaceAll('\\.', '.'))

function problemOf(parts: readonly string[], action: RedactionAction): string | undefined {
  const [first, second] = parts
  if (parts.includes('')) return 'of which a part is empty'
  if (first === '**') return undefined
  const other = OTHER_NAMES[first!]
  if (other !== undefined) return `but is called ${other} in an event`
  if (first === '*' || !PARTS.includes(first!))
    return `but only what is in ${PARTS.join(', ')} can be redacted: every event must have the rest as it is`
  if (second === undefined) return `which is all of ${first}: say what of it, or ${first}.**`
  if (first === 'actor' && second === 'type') return 'which is one of three words in every event'
  if (first === 'actor' && second === 'id' && action === 'drop')
    return 'but every event must say who did it: mask or hash it'
  return undefined
}

const refused = (index: number, problem: string) =>
  new TrailError('invalid-request', `Cannot redact: rule ${index + 1} ${problem}`, { field: `redaction.${index}` })
