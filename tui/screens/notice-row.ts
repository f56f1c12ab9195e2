import type { Notice } from '../model/tape.js'
import { count } from '../view/number.js'
import { fitLine, type Line, span } from '../view/text.js'
import { type Clock, duration } from '../view/time.js'

type Outage = Extract<Notice, { notice: 'offline' }>

const NARROW = 60

/** A row of the list that is no event: what came between two of them. */
export function noticeRow(notice: Notice, clock: Clock, columns: number, onCursor: boolean): Line {
  const click = `row:${notice.seq}:notice`
  const line = fitLine(noticeLine(notice, clock, columns), columns)
  return line.map((piece) => ({ ...piece, click, ...(onCursor && { on: 'row' as const }) }))
}

function noticeLine(notice: Notice, clock: Clock, columns: number): Line {
  const text = columns < NARROW && notice.notice === 'offline' ? shortOutage(notice) : noticeText(notice, clock)
  const side = Math.max(1, Math.floor((columns - text.length - 6) / 2))
  return [span(' '), span(`${'┄'.repeat(Math.min(side, 24))} ${text} ${'┄'.repeat(Math.min(side, 24))}`, 'warn')]
}

/** How many events never will come, how long it was, how many came. */
function shortOutage({ fromMs, toMs, recovered, lost }: Outage): string {
  const cost = lost === 0 ? '' : `${count(lost)} LOST, `
  return `${cost}offline ${duration(toMs - fromMs)} +${count(recovered)}`
}

function noticeText(notice: Notice, clock: Clock): string {
  switch (notice.notice) {
    case 'offline': {
      const at = (ms: number) => clock.wall(ms).slice(11, 19)
      const recovered = notice.recovered === 0 ? 'nothing missed' : `${count(notice.recovered)} events recovered`
      const lost = notice.lost === 0 ? '0 lost' : `${count(notice.lost)} LOST (${notice.reasons.join(', ')})`
      const times = notice.times === 1 ? '' : `, ${notice.times} times`
      const why = notice.why === undefined ? '' : ` · ${notice.why}`
      return `offline ${at(notice.fromMs)} → ${at(notice.toMs)} (${duration(notice.toMs - notice.fromMs)}${times}) · ${recovered} · ${lost}${why}`
    }
    case 'gap':
      return notice.count === 1
        ? `1 event is gone (${notice.reason})`
        : `${count(notice.count)} events are gone (${notice.reason})`
    case 'unloaded':
      return 'newer events are not loaded · G to return to them'
  }
}
