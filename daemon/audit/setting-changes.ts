import { isDeepStrictEqual } from 'node:util'
import type { Change } from '../../protocol/event.js'
import { cut } from './tally.js'

/** What such a setting was or is, nobody may read in an event: only that it has changed. */
const SECRET = /secret|password|token|key/i

/** What became of a setting, by its place in the configuration file; none where it is what it was, of a secret always. */
export function settingChange(name: string, before: unknown, after: unknown): Change[] {
  const path = `/${name.replaceAll('.', '/')}`
  if (SECRET.test(name)) return [{ path }]
  return isDeepStrictEqual(before, after) ? [] : [{ path, before: short(before), after: short(after) }]
}

/** A long list is told by its beginning, so that the event stays below its limit. */
function short(value: unknown): unknown {
  const json = JSON.stringify(value)
  return cut(json) === json ? value : cut(json)
}
