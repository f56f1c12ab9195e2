/** Something that flows in steadily and is used up: requests, events. A second's worth may be taken at once. */
export interface Bucket {
  /** How long until something is in it again, ms; 0 where something is. */
  waitMs(): number
  /** Takes it, even where less is left: what is owed is waited for by whoever comes next. */
  take(amount: number): void
}

/** @param perSecond As of now. */
export function createBucket(now: () => number, perSecond: () => number): Bucket {
  let left = perSecond()
  let filledMs = now()
  const fill = () => {
    const [nowMs, rate] = [now(), perSecond()]
    // A clock that was set back fills nothing, and takes nothing away.
    left = Math.min(rate, left + (Math.max(0, nowMs - filledMs) * rate) / 1000)
    filledMs = nowMs
  }
  return {
    waitMs() {
      fill()
      return left > 0 ? 0 : Math.max(1, Math.ceil(((1 - left) * 1000) / perSecond()))
    },
    take(amount) {
      fill()
      left -= amount
    },
  }
}
