import { TrailError } from '../../protocol/error.js'
import { compileFilter } from '../../protocol/filter/compile.js'
import { parseFilter } from '../../protocol/filter/parse.js'
import type { Params } from '../../protocol/request.js'
import { parseTime } from '../../protocol/time.js'
import type { ReplayParams } from './resend.js'

/** What is to be sent again, as it was asked for. Throws `invalid-request`, `invalid-filter`. */
export function readRange({
  since,
  until,
  filter,
  timeZone,
}: Omit<Params<'forward.replay'>, 'name'>): Omit<ReplayParams, 'name' | 'createdAtMs'> {
  const sinceMs = timeOf('since', since)
  const untilMs = timeOf('until', until)
  if (sinceMs !== undefined && untilMs !== undefined && untilMs <= sinceMs) {
    throw new TrailError('invalid-request', 'Cannot send again: until must lie behind since', { field: 'until' })
  }
  const zone = timeZone === undefined ? {} : { timeZone }
  compileFilter(parseFilter(filter ?? ''), { now: () => 0, ...zone })
  return {
    ...zone,
    ...(sinceMs !== undefined && { sinceMs }),
    ...(untilMs !== undefined && { untilMs }),
    ...(filter !== undefined && { filter }),
  }
}

function timeOf(field: 'since' | 'until', text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const atMs = parseTime(text)
  if (atMs !== undefined) return atMs
  throw new TrailError('invalid-request', `Cannot send again: ${field} must be an RFC 3339 time`, { field })
}
