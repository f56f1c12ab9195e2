import { aliasesOf } from '#protocol/catalogue.js'
import type { AuditEvent } from '#protocol/event.js'
import type { Filter, Pattern, Term, TimeExpression } from '#protocol/filter/filter.js'

/** What a filter means, written for reading: one regular expression a pattern, UTC. */
export function matchesSlowly({ terms }: Filter, event: AuditEvent, nowMs: number): boolean {
  return terms.every((term) => holds(term, event, nowMs) !== term.negated)
}

function holds(term: Term, event: AuditEvent, nowMs: number): boolean {
  const { actor, resource } = event
  const whole = (values: readonly Pattern[], ...texts: (string | undefined)[]) =>
    texts.some((text) => text !== undefined && values.some((value) => expression(value, true).test(fold(text))))
  switch (term.key) {
    case 'text':
      return allTexts(event).some((text) => term.values.some((value) => expression(value, false).test(fold(text))))
    case 'actor':
      return whole(term.values, actor.id, actor.name, actor.email)
    case 'actor.type':
      return whole(term.values, actor.type)
    case 'action':
      return whole(term.values, event.action, ...aliasesOf(event.action))
    case 'resource':
      return whole(term.values, resource.id, resource.name)
    case 'resource.type':
      return whole(term.values, resource.type)
    case 'area':
    case 'outcome':
    case 'workspace':
      return whole(term.values, event[term.key])
    case 'ip':
      return whole(term.values, event.context?.ip)
    case 'id':
      return term.values.some((value) => new RegExp(`^${source(value, (run) => run)}$`, 'su').test(event.id))
    case 'has':
      return (event.changes ?? []).length > 0
    case 'details':
      return whole(
        term.values,
        ...valuesAt(event.details, term.path).map((v) => (typeof v === 'string' ? v : JSON.stringify(v))),
      )
    case 'seq':
      return term.ranges.some(({ from, to }) => from <= event.seq && event.seq <= to)
    case 'since':
      return Date.parse(event.timestamp) >= instant(term.time, nowMs)
    case 'until':
      return Date.parse(event.timestamp) < instant(term.time, nowMs)
  }
}

function expression(pattern: Pattern, whole: boolean): RegExp {
  return whole ? new RegExp(`^${source(pattern, fold)}$`, 'su') : new RegExp(source(pattern, fold), 'su')
}

function source({ runs }: Pattern, change: (run: string) => string): string {
  return runs.map((run) => change(run).replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')).join('.*')
}

const fold = (text: string) => text.toUpperCase().toLowerCase().replaceAll('ς', 'σ')

function allTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'number') return [JSON.stringify(value)]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(allTexts) : []
}

function valuesAt(value: unknown, path: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((element) => valuesAt(element, path))
  const [name, ...rest] = path
  if (name === undefined) return [value]
  const found = Object.entries(value !== null && typeof value === 'object' ? value : {}).find(([key]) => key === name)
  return found === undefined ? [] : valuesAt(found[1], rest)
}

function instant(time: TimeExpression, nowMs: number): number {
  switch (time.kind) {
    case 'instant':
      return time.atMs
    case 'ago':
      return nowMs - time.ms
    case 'date':
      return Date.parse(`${time.text}T00:00:00Z`)
    case 'clock':
      return Date.parse(`${new Date(nowMs).toISOString().slice(0, 10)}T${time.text}Z`)
  }
}
