const SECONDS = 60

/** Counts what happens in each of the last 60 seconds, by a clock that nobody sets. */
export function createMeter(): { add(count: number): void; perSecond(): number[] } {
  const counts = new Array<number>(SECONDS).fill(0)
  let last = secondNow()
  const turn = () => {
    const second = secondNow()
    for (let empty = Math.max(last + 1, second - SECONDS + 1); empty <= second; empty++) counts[empty % SECONDS] = 0
    last = second
  }
  return {
    add(count) {
      turn()
      counts[last % SECONDS]! += count
    },
    perSecond() {
      turn()
      return Array.from({ length: SECONDS }, (_, i) => counts[(last + 1 + i) % SECONDS]!)
    },
  }
}

const secondNow = () => Math.floor(performance.now() / 1000)
