import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { REQUESTS } from '../../protocol/request.js'
import type { SelfAudit } from '../audit/self-audit.js'
import type { Reading } from '../query/reading.js'
import { readingWithin } from '../query/reading-within.js'
import { readAs, readParams } from './params.js'
import { ok, type Route } from './route.js'

const READERS = ['owner', 'auditor'] as const

const { limit: _limit, archive: _archive, progress: _progress, ...shared } = REQUESTS.query.params.properties
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
  readonly audit: SelfAudit
  /** Names the log that seqs belong to. */
  readonly trail: string
  readonly epoch: string
}

export function readingRoutes({ reading, audit, trail, epoch }: ReadingRoutesOptions): readonly Route[] {
  const search: Route = {
    method: 'GET',
    path: '/v1/search',
    roles: READERS,
    async answer({ query, caller, origin, signal }) {
      const { limit, archive, ...rest } = query
      const number = typeof limit === 'string' && /^\d+$/.test(limit) ? Number(limit) : limit
      const params = readParams('query', {
        ...rest,
        ...(limit !== undefined && { limit: number }),
        ...(archive !== undefined && { archive: archive === 'true' ? true : archive === 'false' ? false : archive }),
      })
      const page = await readingWithin(reading, caller!.within).query({ limit: 100, ...params }, signal())
      const action = params.archive === true ? ({ action: 'Audit Archive Viewed' } as const) : {}
      audit.read({ request: 'GET /v1/search', filter: params.filter, ...action }, { caller: caller!, origin })
      return ok(page)
    },
  }
  const download: Route = {
    method: 'GET',
    path: '/v1/export',
    roles: READERS,
    async answer(request) {
      const { format = 'csv', raw, ...params } = readAs(ExportParams, request.query, 'export')
      request.openStream()
      const visible = readingWithin(reading, request.caller!.within)
      const file = await visible.export({ ...params, format, raw: raw === 'true' }, request.signal())
      audit.read(
        {
          ...{ action: 'Audit Trail Exported', request: `GET /v1/export ${format}`, filter: params.filter },
          rows: file.total,
        },
        { caller: request.caller!, origin: request.origin },
      )
      return {
        status: 200,
        headers: {
          'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson',
          'content-disposition': `attachment; filename="audit-trail.${format}"`,
          'audit-trail-as-of': String(file.asOf),
          'audit-trail-total': String(file.total),
          'audit-trail-now': String(file.nowMs),
          'audit-trail-trail': trail,
          'audit-trail-epoch': epoch,
        },
        body: file.chunks,
      }
    },
  }
  return [search, download]
}
