import type { AuditEvent } from '../../protocol/event.js'
import { askForWindow } from './asking.js'
import type { Browse } from './browse.js'
import type { Effect } from './effect.js'
import type { Model } from './model.js'
import { isNotice } from './tape.js'
import { note } from './toast.js'
import { moveTo, pause } from './viewport.js'

/** An event that is looked for: first among the rows, then by the daemon. */
export interface Sought {
  readonly direction: 'later' | 'earlier'
  /** What it is called. */
  readonly what: string
  /** What it is, as a term of a filter. */
  readonly term: string
  matches(event: AuditEvent): boolean
  /** Where there is none in this direction, it is looked for in the other. */
  readonly orElse?: true
  /** The daemon is asked for what is not loaded before the rows that came live; those come after it. */
  readonly beforeHole?: true
}

/** More rows than this are looked through by the daemon: it has indexes, and keys are answered meanwhile. */
const MOST_SCANNED = 20_000

/** Puts the cursor on the next event that is sought, from the row `from` on. */
export function seek(
  model: Model,
  browse: Browse,
  sought: Sought,
  from = browse.view.cursor + stepOf(sought),
): Effect[] {
  const { list, view, filter, name } = browse
  const { at, beyond, stopped } = scan(browse, from, sought)
  if (at !== undefined) {
    moveTo(view, list, at, model.listRows)
    browse.detailScroll = 0
    return []
  }
  const known = sought.direction === 'later' || list.older === 'end'
  if (stopped === 'end' && known) return none(model, browse, sought)
  const { beforeHole: _, ...plain } = sought
  const asked: Sought = stopped === 'hole' && sought.direction === 'later' ? { ...plain, beforeHole: true } : plain
  browse.sought = asked
  note(model, `Looking for ${an(sought)} in the trail…`)
  // What the tape has is not bound by what was fetched.
  const base = stopped === 'enough' && name === 'live' ? undefined : list.base
  return [
    {
      type: 'find',
      of: name,
      filter: `${filter.text} ${sought.term}`.trim(),
      sought: asked,
      ...(base !== undefined && { base }),
      ...(beyond && { beyond: { timestamp: beyond.timestamp, seq: beyond.seq } }),
    },
  ]
}

interface Scanned {
  readonly at?: number
  /** Why it went no further. */
  readonly stopped?: 'end' | 'hole' | 'enough'
  /** The last event there was; none where those behind it are not known at all. */
  readonly beyond?: AuditEvent
}

function scan({ list, fetching }: Browse, from: number, sought: Sought): Scanned {
  const by = stepOf(sought)
  // Between the rows that another filter left there may be others, which are on their way.
  const sure = fetching === 'window' ? list.tapeStart : Number.NEGATIVE_INFINITY
  const start = list.at(from - by)
  let beyond = start === undefined || isNotice(start) ? undefined : start
  for (let i = from, scanned = 0; ; i += by, scanned++) {
    if (i < sure) return { stopped: 'hole', ...(beyond && (by === 1 || from < sure) && { beyond }) }
    const entry = i < 0 ? undefined : list.at(i)
    if (entry === undefined) return { stopped: 'end', ...(beyond && { beyond }) }
    if (isNotice(entry)) {
      if (entry.notice !== 'unloaded') continue
      return { stopped: 'hole', ...(beyond && by === 1 && { beyond }) }
    }
    if (sought.matches(entry)) return { at: i }
    beyond = entry
    if (scanned >= MOST_SCANNED) return { stopped: 'enough', beyond }
  }
}

/** The daemon's answer: the event, or that there is none. */
export function foundCame(model: Model, browse: Browse, sought: Sought, event: AuditEvent | undefined): Effect[] {
  // Who has pressed a key meanwhile wants something else.
  if (browse.sought !== sought) return []
  browse.sought = undefined
  if (event !== undefined) return reveal(model, browse, event)
  if (sought.beforeHole) return seek(model, browse, sought, browse.list.tapeStart)
  return none(model, browse, sought)
}

/** Puts the cursor on an event, which is fetched with its neighbours where it is not among the rows. */
function reveal(model: Model, browse: Browse, event: AuditEvent): Effect[] {
  const { list, view } = browse
  browse.detailScroll = 0
  const at = list.indexNear(event)
  const entry = list.at(at)
  if (entry !== undefined && !isNotice(entry) && entry.seq === event.seq) {
    moveTo(view, list, at, model.listRows)
    return []
  }
  pause(view)
  view.anchor = event
  return askForWindow(browse)
}

function none(model: Model, browse: Browse, sought: Sought): Effect[] {
  if (sought.orElse) {
    const { orElse: _, ...other } = sought
    return seek(model, browse, { ...other, direction: sought.direction === 'later' ? 'earlier' : 'later' })
  }
  note(model, `There is no ${sought.direction} ${sought.what}`)
  return []
}

const stepOf = ({ direction }: Pick<Sought, 'direction'>): 1 | -1 => (direction === 'later' ? 1 : -1)
const an = ({ direction, what }: Sought): string => (direction === 'later' ? `a later ${what}` : `an earlier ${what}`)
