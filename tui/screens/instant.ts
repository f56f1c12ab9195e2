import { parseTime } from '../../protocol/time.js'
import { timeMeant } from '../model/go-to-time.js'
import type { Model } from '../model/model.js'
import { ago, type Clock, clockIn, UTC } from '../view/time.js'

/** When something was, as times are shown now: with its day where that is not today. */
export function timeAt(atMs: number, { time, nowMs }: Pick<Model, 'time' | 'nowMs'>, clock: Clock): string {
  if (time === 'relative') return ago(atMs, nowMs)
  const shown = time === 'utc' ? UTC : clock
  const wall = shown.wall(atMs)
  return wall.slice(0, 10) === shown.wall(nowMs).slice(0, 10) ? wall.slice(11, 19) : wall.slice(5, 16).replace('T', ' ')
}

/** The same of a time as the daemon writes it; `otherwise` where there is none. */
export function timeOfText(
  timestamp: string | undefined,
  model: Pick<Model, 'time' | 'nowMs'>,
  clock: Clock,
  otherwise: string,
): string {
  const atMs = timestamp === undefined ? undefined : parseTime(timestamp)
  return atMs === undefined ? otherwise : timeAt(atMs, model, clock)
}

/** The time a text means where one goes to it, in full and with its zone; undefined where it means none. */
export function whenMeant(text: string, { clock, time }: Model): string | undefined {
  const atMs = timeMeant(text, clock)
  if (atMs === undefined) return undefined
  const shown = time === 'utc' ? UTC : clockIn(clock.timeZone)
  return `${shown.wall(atMs).slice(0, 19).replace('T', ' ')} ${shown.zone(atMs)}`
}
