import type { Progress } from '../../protocol/progress.js'
import { bar } from '../view/bars.js'
import { count } from '../view/number.js'
import type { World } from './world.js'

const WIDTH = 24
const REDRAW_MS = 100

export interface ProgressBar {
  /** Of `total`, where that is known. Draws at most ten times a second. */
  show(done: number, total?: number): void
  /** The same of what a daemon tells of a question; nothing at its very beginning, as most take no time. */
  of(progress: Progress): void
  /** Takes the bar off the line, for what is written next. */
  clear(): void
}

/** Progress on stderr, where that is a terminal; else nothing. */
export function progressBar({ stderr, now }: World, wanted = true): ProgressBar {
  if (!wanted || !stderr.isTTY) return { show() {}, of() {}, clear() {} }
  const startedMs = now()
  let drawnMs = 0
  const show = (done: number, total?: number) => {
    const nowMs = now()
    if (nowMs - drawnMs < REDRAW_MS) return
    drawnMs = nowMs
    const perSecond = Math.round((done * 1000) / Math.max(1, nowMs - startedMs))
    const counted = total ? `▕${bar(done, total, WIDTH).padEnd(WIDTH)}▏ ${count(done)} of ${count(total)}` : count(done)
    void stderr.redraw(`${counted} events, ${count(perSecond)}/s`)
  }
  return {
    show,
    of({ done, of }) {
      if (done > 0) show(done, of)
    },
    clear() {
      if (drawnMs > 0) void stderr.redraw('')
      drawnMs = 0
    },
  }
}
