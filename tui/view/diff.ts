import type { Change } from '../../protocol/event.js'
import { inline, isRecord } from './json.js'
import { type Line, type Style, span, wrap } from './text.js'

/** One field that was changed, added or removed; `path` as people read it: `roles[0].name`. */
export interface FieldChange {
  readonly path: string
  readonly before?: unknown
  readonly after?: unknown
}

/** The changes of an event down to single fields: what stayed the same inside an object is left out. */
export function fieldChanges(changes: readonly Change[]): FieldChange[] {
  return changes.flatMap((change) => compare(readablePath(change.path), change))
}

function compare(path: string, change: { readonly before?: unknown; readonly after?: unknown }): FieldChange[] {
  const { before, after } = change
  if (isRecord(before) && isRecord(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return names.flatMap((name) => {
      const inner = `${path === '' ? '' : `${path}.`}${name}`
      if (!Object.hasOwn(before, name)) return [{ path: inner, after: after[name] }]
      if (!Object.hasOwn(after, name)) return [{ path: inner, before: before[name] }]
      return inline(before[name]) === inline(after[name])
        ? []
        : compare(inner, { before: before[name], after: after[name] })
    })
  }
  return [{ ...change, path: path === '' ? '(all)' : path }]
}

/** A JSON Pointer (RFC 6901) as people write paths: `/roles/0/name` is `roles[0].name`. */
export function readablePath(pointer: string): string {
  if (pointer !== '' && !pointer.startsWith('/')) return pointer
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((path, part) => {
      if (/^\d+$/.test(part) && path !== '') return `${path}[${part}]`
      return path === '' ? part : `${path}.${part}`
    }, '')
}

/** `- before`, `+ after`, or `~ before → after` where both are short enough for one line. */
export function diffLines(changes: readonly Change[], columns: number): Line[] {
  return fieldChanges(changes).flatMap((change): Line[] => {
    const { path } = change
    const has = (side: 'before' | 'after') => change[side] !== undefined
    const before = inline(change.before)
    const after = inline(change.after)
    if (has('before') && has('after') && path.length + before.length + after.length + 6 <= columns) {
      return [
        [
          span('~ ', 'warn'),
          span(`${path} `, 'strong'),
          span(before, 'removed'),
          span(' → ', 'dim'),
          span(after, 'added'),
        ],
      ]
    }
    return [
      ...(has('before') ? side('-', path, before, 'removed', columns) : []),
      ...(has('after') || !has('before') ? side('+', path, after, 'added', columns) : []),
    ]
  })
}

function side(sign: string, path: string, value: string, style: Style, columns: number): Line[] {
  const [first = '', ...rest] = wrap(`${path} ${value}`, columns - 2)
  return [[span(`${sign} `, style), span(first, style)], ...rest.map((text): Line => [span('  '), span(text, style)])]
}

/** The changes in one line: `roles: ["viewer"] → ["admin"] · +limit: 5`. */
export function diffSummary(changes: readonly Change[]): Line {
  return fieldChanges(changes).flatMap(({ path, before, after }, i): Line => {
    const between = i > 0 ? [span(' · ', 'dim')] : []
    if (before === undefined) return [...between, span('+', 'added'), span(`${path}: `), span(inline(after), 'added')]
    if (after === undefined)
      return [...between, span('-', 'removed'), span(`${path}: `), span(inline(before), 'removed')]
    return [
      ...between,
      span(`${path}: `),
      span(inline(before), 'removed'),
      span(' → ', 'dim'),
      span(inline(after), 'added'),
    ]
  })
}
