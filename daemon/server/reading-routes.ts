import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { canonicalJson } from '../../protocol/canonical.js'
import { csvHeader, csvRows } from '../../protocol/csv.js'
import { TrailError } from '../../protocol/error.js'
import type { AuditEvent } from '../../protocol/event.js'
import { findMismatch } from '../../protocol/mismatch.js'
import { REQUESTS } from '../../protocol/request.js'
import type { Reading } from '../query/reading.js'
import { readParams } from './params.js'
import { ok, type Route, type RouteRequest } from './route.js'

const READERS = ['owner', 'auditor'] as const

const { limit: _limit, ...shared } = REQUESTS.query.params.properties
const ExportParams = Compile(
  Type.Object(
    {
      ...shared,
      format: Type.Optional(Type.Union([Type.Literal('csv'), Type.Literal('ndjson')])),
      raw: Type.Optional(Type.Union([Type.Literal('true'), Type.Literal('false')])),
    },
    { additionalProperties: false },
  ),
)

export interface ReadingRoutesOptions {
  readonly reading: Reading
  /** Names the log that seqs belong to. */
  readonly trail: string
  readonly epoch: string
}

export function readingRoutes({ reading, trail, epoch }: ReadingRoutesOptions): readonly Route[] {
  const search: Route = {
    method: 'GET',
    path: '/v1/search',
    roles: READERS,
    async answer({ query, signal }) {
      const { limit, ...rest } = query
      const number = typeof limit === 'string' && /^\d+$/.test(limit) ? Number(limit) : limit
      const params = readParams('query', limit === undefined ? rest : { ...rest, limit: number })
      return ok(await reading.query({ limit: 100, ...params }, signal()))
    },
  }
  const download: Route = {
    method: 'GET',
    path: '/v1/export',
    roles: READERS,
    async answer(request) {
      const { format = 'csv', raw, ...params } = readExportParams(request)
      const scan = await reading.scan(params, request.signal())
      // Who goes on behind a cursor has the header row already.
      const header = format === 'csv' && params.cursor === undefined ? csvHeader() : ''
      const print =
        format === 'csv' ? (events: readonly AuditEvent[]) => csvRows(events, { raw: raw === 'true' }) : ndjson
      return {
        status: 200,
        headers: {
          'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson',
          'content-disposition': `attachment; filename="audit-trail.${format}"`,
          'audit-trail-as-of': String(scan.asOf),
          'audit-trail-total': String(scan.total),
          'audit-trail-now': String(scan.nowMs),
          'audit-trail-trail': trail,
          'audit-trail-epoch': epoch,
        },
        body: printed(header, scan.batches, print),
      }
    },
  }
  return [search, download]
}

async function* printed(
  header: string,
  batches: AsyncIterable<readonly AuditEvent[]>,
  print: (events: readonly AuditEvent[]) => string,
): AsyncGenerator<string> {
  if (header !== '') yield header
  for await (const events of batches) yield print(events)
}

const ndjson = (events: readonly AuditEvent[]) => events.map((event) => `${canonicalJson(event)}\n`).join('')

function readExportParams({ query }: RouteRequest) {
  const params: unknown = query
  if (ExportParams.Check(params)) return params
  const { path, problem } = findMismatch(ExportParams, params)
  const field = path.join('.')
  throw new TrailError('invalid-request', `Cannot export: ${field} ${problem}`, { field })
}
