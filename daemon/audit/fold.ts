import { formatTime } from '../../protocol/time.js'
import { contextOf } from '../access/origin.js'
import { networkOf } from '../access/refusals.js'
import type { OwnEvent } from '../ingest/ingest.js'
import type { Access } from './access.js'
import { createTally, cut, type Tally } from './tally.js'

/**
 * Makes few events of many accesses: of one client's accesses of one kind the first
 * is told at once, and those of each five minutes after it together. Takes the same
 * memory however many clients there are and whatever they ask.
 */
export interface Fold {
  /** Returns what is to be told at once. With `later` the access itself is only counted, even as the first. */
  note(access: Access, nowMs: number, later?: boolean): OwnEvent[]
  /** What is to be told of the windows that are over. */
  due(nowMs: number): OwnEvent[]
  /** What is still untold; the windows begin anew. */
  all(): OwnEvent[]
}

/** What one client did of one kind since it was last told. */
interface Window {
  readonly sinceMs: number
  access: Access
  count: number
  firstMs: number
  lastMs: number
  rows: number
  readonly requests: Tally
  readonly filters: Tally
  readonly addresses: Tally
}

export const WINDOW_MS = 5 * 60_000
/** Beyond it the window that began first is told early. */
const MAX_WINDOWS = 1000
/** Windows of those who showed no token, whose number is anybody's choice; beyond it they share one. */
const MAX_STRANGERS = 200

/** As whom the trail names those who showed no valid token. */
export const STRANGER: Access['actor'] = { type: 'user', id: 'unknown', name: 'Somebody without a valid token' }

export function createFold(): Fold {
  const windows = new Map<string, Window>()
  let strangers = 0

  const open = (key: string, access: Access, nowMs: number): Window => {
    if (access.actor === STRANGER) strangers++
    const window = newWindow(access, nowMs)
    windows.set(key, window)
    return window
  }
  const drop = (key: string, { access }: Window) => {
    windows.delete(key)
    if (access.actor === STRANGER) strangers--
  }
  const windowOf = (access: Access): string => {
    const key = keyOf(access, networkOf(access.origin.address))
    return access.actor === STRANGER && strangers >= MAX_STRANGERS && !windows.has(key) ? keyOf(access, '') : key
  }

  return {
    note(access, nowMs, later = false) {
      const key = windowOf(access)
      const known = windows.get(key)
      const isFirst = known === undefined && !later
      const window = known ?? open(key, access, nowMs)
      if (!isFirst) count(window, access, nowMs)
      const told = isFirst ? [firstEvent(access)] : []
      if (windows.size <= MAX_WINDOWS) return told
      const [oldest, crowdedOut] = windows.entries().next().value!
      drop(oldest, crowdedOut)
      return crowdedOut.count > 0 ? [...told, foldedEvent(crowdedOut)] : told
    },
    due(nowMs) {
      const over = [...windows].filter(([, { sinceMs }]) => Math.abs(nowMs - sinceMs) >= WINDOW_MS)
      return over.flatMap(([key, window]) => {
        drop(key, window)
        if (window.count === 0) return []
        // Whoever goes on is no newcomer: the next is told at the end of the next window, too.
        open(key, window.access, nowMs)
        return [foldedEvent(window)]
      })
    },
    all() {
      const untold = [...windows.values()].filter((window) => window.count > 0)
      windows.clear()
      strangers = 0
      return untold.map(foldedEvent)
    },
  }
}

const keyOf = ({ action, actor, kind = '' }: Access, network: string) =>
  [action, actor.type, actor.id, network, kind].join('\0')

const newWindow = (access: Access, nowMs: number): Window => ({
  ...{ access, sinceMs: nowMs, firstMs: nowMs, lastMs: nowMs },
  ...{ count: 0, rows: 0, requests: createTally(), filters: createTally(), addresses: createTally() },
})

function count(window: Window, access: Access, nowMs: number): void {
  if (window.count === 0) window.firstMs = nowMs
  window.lastMs = nowMs
  window.access = access
  window.count++
  window.rows += access.rows ?? 0
  if (access.request !== undefined) window.requests.add(access.request)
  if (access.filter !== undefined) window.filters.add(access.filter)
  window.addresses.add(access.origin.address)
}

function firstEvent({ request, filter, rows, details, ...access }: Access): OwnEvent {
  return eventOf(access, {
    ...(request !== undefined && { request: cut(request) }),
    ...(filter !== undefined && { filter: cut(filter) }),
    ...(rows !== undefined && { rows }),
    ...details,
  })
}

function foldedEvent({ access, count, firstMs, lastMs, rows, ...texts }: Window): OwnEvent {
  const { requests, filters, addresses } = texts
  const origin = addresses.size > 1 ? { ...access.origin, address: '' } : access.origin
  return eventOf(
    { ...access, origin },
    {
      ...{ count, first: formatTime(firstMs), last: formatTime(lastMs) },
      ...listed('request', 'requests', requests),
      ...listed('filter', 'filters', filters),
      ...(addresses.size > 1 && listed('address', 'addresses', addresses)),
      ...(access.rows !== undefined && { rows }),
      ...access.details,
    },
  )
}

function listed(one: string, many: string, tally: Tally): Readonly<Record<string, unknown>> {
  if (tally.size === 0) return {}
  return {
    [many]: tally.entries().map(({ text, count }) => ({ [one]: text, count })),
    ...(tally.others > 0 && { [`other${many[0]!.toUpperCase()}${many.slice(1)}`]: tally.others }),
  }
}

const eventOf = (
  { action, actor, origin, outcome }: Pick<Access, 'action' | 'actor' | 'origin' | 'outcome'>,
  details: Readonly<Record<string, unknown>>,
): OwnEvent => ({
  ...{ action, actor, context: contextOf(origin), details },
  ...(outcome !== undefined && { outcome }),
  resource: action === 'Audit Tokens Listed' ? { type: 'token' } : { type: 'audit-trail' },
})
