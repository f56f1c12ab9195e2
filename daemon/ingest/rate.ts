/** Counts per second, as of the last whole second. */
export interface Rate {
  add(count: number): void
  perSecond(): number
}

export function createRate(now: () => number): Rate {
  let second = 0
  let [current, last] = [0, 0]
  const turn = () => {
    const nowSecond = Math.floor(now() / 1000)
    if (nowSecond === second) return
    last = nowSecond === second + 1 ? current : 0
    current = 0
    second = nowSecond
  }
  return {
    add(count) {
      turn()
      current += count
    },
    perSecond() {
      turn()
      return last
    },
  }
}
