import { ERASED } from '../../protocol/erase.js'
import { TrailError } from '../../protocol/error.js'
import type { AuditEvent } from '../../protocol/event.js'

/** The person that is to be erased: what it is called. */
export interface Subject {
  /** What stays of an event of or about the person; undefined where it is neither. */
  formOf(event: AuditEvent): { readonly event: AuditEvent; readonly isOwn: boolean } | undefined
  /** A value without the person; itself where the person is not in it. */
  without(value: unknown): unknown
  isNamed(text: string): boolean
}

const WORD = '[\\p{L}\\p{N}_]'

/**
 * Names a person by ids, email addresses or names. The person did an event whose
 * actor has one of them, and is in every text that has one between other than
 * letters and digits; case does not matter. Throws `invalid-request` for one that is
 * in too many texts.
 */
export function subjectOf(values: readonly string[]): Subject {
  const names = values.map((value) => value.trim().normalize('NFC').toLowerCase())
  for (const name of names) {
    if (name.length < 3 || name === ERASED)
      throw new TrailError('invalid-request', `Cannot erase "${name}": expected what names one person alone`, {
        field: 'values',
      })
  }
  const known = new Set(names)
  const written = [
    ...new Set(names.flatMap((name) => [name, encodeURIComponent(name), JSON.stringify(name).slice(1, -1)])),
  ]
  const alternatives = written.sort((a, b) => b.length - a.length).map(escaped)
  const pattern = new RegExp(`(?<!${WORD})(?:${alternatives.join('|')})(?!${WORD})`, 'giu')

  const isNamed = (text: string) => known.has(text.trim().normalize('NFC').toLowerCase())
  const inText = (text: string) => text.replace(pattern, `[${ERASED}]`)

  const without = (value: unknown): unknown => {
    if (typeof value === 'string') return inText(value)
    if (typeof value === 'number') return isNamed(String(value)) ? `[${ERASED}]` : value
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) {
      const after = value.map(without)
      return after.every((each, i) => each === value[i]) ? value : after
    }
    if (value instanceof Uint8Array) return value
    const entries = Object.entries(value)
    const after = entries.map(([key, member]) => [inText(key), without(member)] as const)
    return after.every(([key, member], i) => key === entries[i]![0] && member === entries[i]![1])
      ? value
      : Object.fromEntries(after)
  }

  return {
    isNamed,
    without,
    formOf(event) {
      const { actor, seq, timestamp, receivedAt, outcome, erased, ...rest } = event
      const kept = { seq, timestamp, receivedAt, outcome, ...(erased !== undefined && { erased }) }
      if ([actor.id, actor.name, actor.email].some((name) => name !== undefined && isNamed(name))) {
        const { workspace, action, area, resource, id } = rest
        const type = resource.type === undefined ? {} : { type: resource.type }
        const said = without({ workspace, action, area, resource: type }) as Pick<
          AuditEvent,
          'workspace' | 'action' | 'area' | 'resource'
        >
        return { event: { ...kept, ...said, id, actor: { type: actor.type, id: ERASED }, details: {} }, isOwn: true }
      }
      const { type, ...who } = actor
      const about = { ...rest, who }
      const after = without(about)
      if (after === about) return undefined
      const { who: whoAfter, ...restAfter } = after as typeof about
      return { event: { ...kept, ...restAfter, actor: { type, ...whoAfter } }, isOwn: false }
    },
  }
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
