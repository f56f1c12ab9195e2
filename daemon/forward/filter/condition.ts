import { FILTER_LIMITS } from '../../../protocol/destination-filter.js'
import { mistake } from '../../../protocol/filter/mistake.js'
import { type Condition, compileCondition } from './compile.js'
import { parseExpression } from './parse.js'

/** Makes a filter's condition, FQL or `all`, ready to run. Throws `invalid-filter` with the column of the first mistake. */
export function readCondition(text: string): Condition {
  const { maxConditionBytes } = FILTER_LIMITS
  const bytes = Buffer.byteLength(text)
  if (bytes > maxConditionBytes) throw mistake(1, `expected at most ${maxConditionBytes} bytes, got ${bytes}`)
  if (text.trim() === 'all') return () => true
  return compileCondition(parseExpression(text))
}
