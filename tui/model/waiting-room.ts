import type { Browse } from './browse.js'
import { currentRate, type RateMeter } from './rate-meter.js'

/**
 * How long the rows that stand still go on joined to those that wait, at the rate
 * at which they come, in ms; undefined where none come or they are joined no more.
 */
export function joinedForMs({ list, view }: Browse, rate: RateMeter): number | undefined {
  const perSecond = currentRate(rate)
  if (view.follow || list.newer !== 'end' || perSecond === 0) return undefined
  const { tape, history, maxHistory } = list
  const room = tape.capacity - tape.length + Math.max(0, maxHistory - history.length)
  return (room / perSecond) * 1000
}
