/** Who looks at the trail: what they may still ask for is let go only when they have closed. */
export interface OpenViews {
  /** Returns what must be called, at least once, when the view closes. */
  opened(): () => void
  /** Calls `release` once every view that is open now has closed. */
  afterThese(release: () => void): void
}

export function createOpenViews(): OpenViews {
  const open = new Set<object>()
  const waiting = new Set<{ readonly views: Set<object>; readonly release: () => void }>()
  const settle = () => {
    for (const entry of waiting) {
      if (entry.views.size > 0) continue
      waiting.delete(entry)
      entry.release()
    }
  }
  return {
    opened() {
      const view = {}
      open.add(view)
      return () => {
        open.delete(view)
        for (const { views } of waiting) views.delete(view)
        settle()
      }
    },
    afterThese(release) {
      waiting.add({ views: new Set(open), release })
      settle()
    },
  }
}
