import fc from 'fast-check'
import type { AuditEvent } from '#protocol/event.js'
import { NOW_MS, VALUES } from './random-log.js'

/** A term as it is written, and what it means, said without any of the program's code. */
export interface RandomTerm {
  readonly text: string
  holds(event: AuditEvent): boolean
}

/** A value as literal runs with `*` between them. */
type Glob = readonly string[]

const globOf = (values: readonly string[]): fc.Arbitrary<Glob> =>
  fc
    .constantFrom(...values)
    .chain((value) =>
      fc.oneof(
        { weight: 4, arbitrary: fc.constant([value]) },
        { weight: 1, arbitrary: fc.nat(value.length).map((cut) => [value.slice(0, cut), '']) },
        { weight: 1, arbitrary: fc.nat(value.length).map((cut) => ['', value.slice(cut)]) },
        { weight: 1, arbitrary: fc.nat(value.length).map((cut) => ['', value.slice(cut, cut + 1), '']) },
      ),
    )

/** Every character that could mean something is made literal. */
const write = (glob: Glob) => glob.map((run) => run.replace(/[^\p{L}\p{N}]/gu, '\\$&')).join('*')

/** Whole and in any case, as regular expressions say it. */
function matcher(globs: readonly Glob[]): (value: string | undefined) => boolean {
  const patterns = globs.map((glob) => glob.map((run) => run.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('.*'))
  const whole = new RegExp(`^(?:${patterns.join('|')})$`, 'isu')
  return (value) => value !== undefined && whole.test(value)
}

type Reader = (event: AuditEvent) => readonly (string | undefined)[]

const READERS: Record<string, { readonly values: readonly string[]; readonly read: Reader }> = {
  actor: { values: VALUES.actor, read: ({ actor }) => [actor.id, actor.name, actor.email] },
  action: { values: VALUES.action, read: ({ action }) => [action] },
  area: { values: VALUES.area, read: ({ area }) => [area] },
  resource: { values: VALUES.resource, read: ({ resource }) => [resource.id, resource.name] },
  'resource.type': { values: VALUES.resource, read: ({ resource }) => [resource.type] },
  workspace: { values: VALUES.workspace, read: ({ workspace }) => [workspace] },
  ip: { values: VALUES.ip, read: ({ context }) => [context?.ip] },
  'details.notes': { values: VALUES.note, read: ({ details }) => details.notes as string[] },
}

const fieldTerm = fc.constantFrom(...Object.entries(READERS)).chain(([key, { values, read }]) =>
  fc.array(globOf(values), { minLength: 1, maxLength: 3 }).map((globs): RandomTerm => {
    const test = matcher(globs)
    return { text: `${key}:${globs.map(write).join(',')}`, holds: (event) => read(event).some(test) }
  }),
)

const closedTerm = fc.constantFrom<RandomTerm>(
  { text: 'outcome:failure', holds: ({ outcome }) => outcome === 'failure' },
  { text: 'outcome:success,failure', holds: () => true },
  { text: 'actor.type:token,system', holds: ({ actor }) => actor.type !== 'user' },
  { text: 'has:changes', holds: ({ changes }) => changes !== undefined },
  { text: 'quagga', holds: ({ details }) => (details.notes as string[]).includes('quagga') },
)

const seqTerm = fc.tuple(fc.integer({ min: 1, max: 9000 }), fc.nat(5000)).map(
  ([from, length]): RandomTerm => ({
    text: `seq:${from}..${from + length}`,
    holds: ({ seq }) => seq >= from && seq <= from + length,
  }),
)

const timeTerm = fc.oneof(
  fc.integer({ min: -5, max: 45 }).map((ms) => [new Date(NOW_MS + ms).toISOString(), NOW_MS + ms] as const),
  fc.integer({ min: 1, max: 9 }).map((days) => [`${days}d`, NOW_MS - days * 86_400_000] as const),
)
const sinceTerm = timeTerm.map(
  ([text, ms]): RandomTerm => ({ text: `since:${text}`, holds: ({ timestamp }) => Date.parse(timestamp) >= ms }),
)
const untilTerm = timeTerm.map(
  ([text, ms]): RandomTerm => ({ text: `until:${text}`, holds: ({ timestamp }) => Date.parse(timestamp) < ms }),
)

const term = fc
  .tuple(fc.oneof({ weight: 5, arbitrary: fieldTerm }, closedTerm, seqTerm, sinceTerm, untilTerm), fc.boolean())
  .map(([{ text, holds }, negated]) =>
    negated ? { text: `-${text}`, holds: (event: AuditEvent) => !holds(event) } : { text, holds },
  )

/** A filter of up to three terms. */
export const randomFilter: fc.Arbitrary<RandomTerm> = fc.array(term, { maxLength: 3 }).map((terms) => ({
  text: terms.map(({ text }) => text).join(' '),
  holds: (event) => terms.every((each) => each.holds(event)),
}))
