import { localMidnight, localToMs, type Zone } from '../../../protocol/zone.js'
import type { Story, Told } from './story.js'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const DAYS = 90
/** So that the oldest are still within the limit of 90 days when they arrive, and some time after. */
const MARGIN_MS = 2 * HOUR_MS

/** How busy people are, by hour of their day. */
const BUSY = [0, 0, 0, 0, 0, 0.1, 0.4, 1.5, 5, 9, 10, 9, 5, 7, 10, 10, 9, 6, 3, 1.5, 1, 0.7, 0.4, 0.1]
const HOURS = BUSY.map((weight, hour) => ({ weight, hour }))

/** What happened in the 90 days before now, about 5,000 events in the order of their times. */
export function tellHistory(story: Story, nowMs: number, zone: Zone): Told[] {
  const { random } = story
  const today = localMidnight(zone, nowMs)
  const days = Array.from({ length: DAYS + 1 }, (_, ago) => today - (DAYS - ago) * DAY_MS)
  const told = days.flatMap((midnight) => {
    const at = (hour: number) => localToMs(zone, midnight + Math.floor(hour * HOUR_MS))
    return tellDay(story, isWeekend(midnight), at)
  })
  const lastHour = Array.from({ length: 40 }, () => story.routine(Math.floor(nowMs - random.between(0, HOUR_MS))))
  const oldest = new Date(nowMs - DAYS * DAY_MS + MARGIN_MS).toISOString()
  const newest = new Date(nowMs).toISOString()
  return [...told, ...lastHour]
    .filter(({ timestamp }) => timestamp > oldest && timestamp <= newest)
    .sort((a, b) => (a.timestamp < b.timestamp ? -1 : 1))
}

function tellDay(story: Story, weekend: boolean, at: (hour: number) => number): Told[] {
  const { random } = story
  const times = (count: number, hour: () => number, tell: (atMs: number) => Told[]) =>
    Array.from({ length: count }, () => tell(at(hour()))).flat()
  const workingHour = () => random.weighted(HOURS).hour + random.next()
  const anyHour = () => random.between(0, 24)
  return [
    ...times(weekend ? random.below(3) : 10 + random.below(8), workingHour, story.session),
    ...times(12 + random.below(8), anyHour, (atMs) => [story.routine(atMs)]),
    ...times(!weekend && random.chance(0.45) ? 1 : 0, workingHour, story.deploy),
    ...times(random.chance(0.06) ? 1 : 0, anyHour, story.outage),
  ]
}

/** Of a local midnight written as if it were UTC. */
const isWeekend = (midnight: number) => [0, 6].includes(new Date(midnight).getUTCDay())
