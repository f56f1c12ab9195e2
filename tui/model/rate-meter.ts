const SECONDS = 60

/** How many events came in each of the last seconds; the running second last. */
export interface RateMeter {
  readonly perSecond: readonly number[]
}

export const newRateMeter = (): RateMeter => ({ perSecond: new Array<number>(SECONDS).fill(0) })

export const counted = ({ perSecond }: RateMeter, events: number): RateMeter => ({
  perSecond: perSecond.with(-1, perSecond.at(-1)! + events),
})

/** A second is over. */
export const nextSecond = ({ perSecond }: RateMeter): RateMeter => ({ perSecond: [...perSecond.slice(1), 0] })

/** Events a second, over the last ten that are over. */
export function currentRate({ perSecond }: RateMeter): number {
  const over = perSecond.slice(-11, -1)
  return over.reduce((sum, n) => sum + n, 0) / over.length
}
