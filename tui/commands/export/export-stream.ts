import { encodeCursor } from '../../../protocol/cursor.js'
import type { Daemon } from '../find-daemon.js'
import { errorOf, readText, send } from '../http.js'
import type { Resumed } from './part-file.js'
import type { ExportMoment, ExportRequest } from './resume-cursor.js'

export interface ExportStream {
  readonly moment: ExportMoment
  /** Throws when the connection breaks: a clean end means that all is there. */
  readonly chunks: AsyncIterable<Uint8Array>
}

/** Asks the daemon for an export, from its beginning or behind the last row of an earlier attempt. Throws `unavailable` and the daemon's errors. */
export async function openExport(
  daemon: Daemon,
  request: ExportRequest,
  resumed: Resumed | undefined,
  signal: AbortSignal,
): Promise<ExportStream> {
  const { filter, format, order, raw, timeZone } = request
  const cursor = resumed && encodeCursor({ kind: 'page', order, ...resumed.moment, ...resumed })
  const query = new URLSearchParams({
    format,
    filter,
    order,
    timeZone,
    ...(raw && { raw: 'true' }),
    ...(cursor !== undefined && { cursor }),
  })
  const answer = await send(daemon, { method: 'GET', path: `/v1/export?${query}` }, signal)
  if (answer.statusCode !== 200) throw errorOf(answer.statusCode ?? 0, await readText(answer))

  const header = (name: string) => String(answer.headers[`audit-trail-${name}`] ?? '')
  const moment = resumed?.moment ?? {
    trail: header('trail'),
    epoch: header('epoch'),
    asOf: Number(header('as-of')),
    nowMs: Number(header('now')),
    total: Number(header('total')),
  }
  return { moment, chunks: answer }
}
