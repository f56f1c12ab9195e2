import type { Gap } from '../../protocol/request.js'
import type { Model } from './model.js'
import { type Entry, isNotice, type Notice } from './tape.js'
import { shift } from './viewport.js'

type Outage = Extract<Notice, { notice: 'offline' }>

/** What came live, at the end of the rows. Returns whether it is in sight of the filter. */
export function pushLive({ browses }: Model, entry: Entry): boolean {
  const { list, view } = browses.live
  const pushed = list.push(entry, !view.follow)
  if (pushed.shift) shift(view, pushed.shift)
  return pushed.matched
}

/** The link is back: one row says since when it was lost, why, and what comes now. Where nothing came since the last one, that row says it. */
export function tellOutage(model: Model, fromMs: number, upTo: number): void {
  const { lastSeq, nowMs, lostBecause: why } = model
  const { tape } = model.browses.live.list
  const told = outageOf(model)
  const recovered = Math.max(0, upTo - lastSeq)
  if (told !== undefined && model.outageAt === tape.end - 1) {
    const merged = {
      ...told,
      toMs: nowMs,
      times: told.times + 1,
      upTo,
      recovered: told.recovered + Math.max(0, upTo - told.upTo),
    }
    tape.replace(model.outageAt, { ...merged, ...(why !== undefined && { why }) })
    return
  }
  model.outageAt = tape.end
  const outage: Outage = {
    ...{ notice: 'offline', seq: lastSeq, fromMs, toMs: nowMs, times: 1, upTo, recovered, lost: 0, reasons: [] },
    ...(why !== undefined && { why }),
  }
  pushLive(model, outage)
}

/** What is gone of a time without a link is told where that is told, anything else in a row of its own. */
export function tellGap(model: Model, { from, to, count, reason }: Gap): void {
  const before = model.lastSeq
  model.lastSeq = Math.max(before, to)
  const { tape } = model.browses.live.list
  const outage = outageOf(model)
  if (outage !== undefined && from <= outage.upTo) {
    const { recovered, lost, reasons } = outage
    tape.replace(model.outageAt!, {
      ...outage,
      recovered: Math.max(0, recovered - count),
      lost: lost + count,
      reasons: reasons.includes(reason) ? reasons : [...reasons, reason],
    })
    return
  }
  const last = tape.length === 0 ? undefined : tape.at(tape.end - 1)
  if (last !== undefined && isNotice(last) && last.notice === 'gap' && last.reason === reason)
    tape.replace(tape.end - 1, { ...last, count: last.count + count })
  else pushLive(model, { notice: 'gap', seq: model.lastSeq, count, reason })
}

/** The last time without a link, as far as it is still on the tape. */
function outageOf({ outageAt, browses }: Model): Outage | undefined {
  const { tape } = browses.live.list
  if (outageAt === undefined || outageAt < tape.first) return undefined
  const entry = tape.at(outageAt)
  return isNotice(entry) && entry.notice === 'offline' ? entry : undefined
}
