import { formatTime } from '../../protocol/time.js'
import type { Sink } from './sink.js'

const MINUTE_MS = 60_000

/** Prints times as `formatTime` does; what a time has in common with the one before is formatted once. */
export function timePrinter(sink: Sink): (ms: number) => void {
  let minuteMs = Number.NaN
  const text = Buffer.alloc('YYYY-MM-DDTHH:mm:ss.sssZ'.length)
  return (ms) => {
    const inMinute = Math.floor(ms) - Math.floor(ms / MINUTE_MS) * MINUTE_MS
    if (Math.floor(ms) - inMinute !== minuteMs) {
      minuteMs = Math.floor(ms) - inMinute
      text.write(formatTime(minuteMs))
    }
    const [second, millisecond] = [Math.floor(inMinute / 1000), inMinute % 1000]
    text[17] = DIGIT_0 + Math.floor(second / 10)
    text[18] = DIGIT_0 + (second % 10)
    text[20] = DIGIT_0 + Math.floor(millisecond / 100)
    text[21] = DIGIT_0 + (Math.floor(millisecond / 10) % 10)
    text[22] = DIGIT_0 + (millisecond % 10)
    sink.put(text)
  }
}

const DIGIT_0 = 0x30
