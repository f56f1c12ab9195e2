import { isDeepStrictEqual } from 'node:util'
import type { Change } from '../../protocol/event.js'
import { cut } from './tally.js'

/** What such a setting was or is, nobody may read in an event: only that it has changed. */
const SECRET = /secret|password|token|key/i

/** What a configuration read again has changed, by the names it has inside the daemon. */
export function settingChanges(before: object, after: object): Change[] {
  const [was, is] = [before, after] as [Record<string, unknown>, Record<string, unknown>]
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((name) => !isDeepStrictEqual(was[name], is[name]))
    .map((name) => ({ path: `/${name}`, ...(!SECRET.test(name) && valuesOf(was[name], is[name])) }))
}

const valuesOf = (before: unknown, after: unknown) => ({
  ...(before !== undefined && { before: short(before) }),
  ...(after !== undefined && { after: short(after) }),
})

/** A long list is told by its beginning, so that the event stays below its limit. */
function short(value: unknown): unknown {
  const json = JSON.stringify(value)
  return cut(json) === json ? value : cut(json)
}
