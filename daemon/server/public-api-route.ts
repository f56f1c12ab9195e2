import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { TrailError } from '../../protocol/error.js'
import type { Actor, AuditEvent } from '../../protocol/event.js'
import { parseTime } from '../../protocol/time.js'
import type { SelfAudit } from '../audit/self-audit.js'
import type { Reading } from '../query/reading.js'
import { readingWithin } from '../query/reading-within.js'
import { readAs } from './params.js'
import { ok, type Route, type RouteRequest } from './route.js'

const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }))
const Params = Compile(
  Type.Object(
    {
      startTime: text(64),
      endTime: text(64),
      resourceId: text(2048),
      resourceType: text(512),
      'pagination.count': Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
      'pagination.cursor': text(2048),
    },
    { additionalProperties: false },
  ),
)

const DEFAULT_COUNT = 200
/** What stands for the first page where its cursor is asked for: base64 of "0", as Segment's first page has it. */
const FIRST_PAGE = 'MA=='

/** Segment's Public API call `GET /audit-events` in its own shape, so that its official libraries read our trail. */
export function publicApiRoute(reading: Reading, audit: SelfAudit): Route {
  return {
    method: 'GET',
    path: '/audit-events',
    roles: ['owner', 'auditor'],
    async answer(request) {
      const params = readParams(request)
      const current = params['pagination.cursor'] ?? FIRST_PAGE
      const filter = filterOf(params)
      const page = await readingWithin(reading, request.caller!.within).query(
        {
          filter,
          limit: params['pagination.count'] ?? DEFAULT_COUNT,
          ...(current !== FIRST_PAGE && { cursor: current }),
        },
        request.signal(),
      )
      audit.read({ request: 'GET /audit-events', filter }, { caller: request.caller!, origin: request.origin })
      const pagination = { current, ...(page.next !== undefined && { next: page.next }) }
      return ok({ data: { events: page.events.map(asSegmentWrites), pagination } })
    },
  }
}

/** Its libraries write `pagination[count]`, its documentation `pagination.count`. */
function readParams({ query }: RouteRequest) {
  const given = Object.entries(query).map(([name, value]) => {
    const dotted = name.replace(/^pagination\[(count|cursor)\]$/, 'pagination.$1')
    const number = dotted === 'pagination.count' && typeof value === 'string' && /^\d+$/.test(value)
    return [dotted, number ? Number(value) : value]
  })
  const params = readAs(Params, Object.fromEntries(given), 'list events')
  for (const field of ['startTime', 'endTime'] as const) {
    const time = params[field]
    if (time !== undefined && parseTime(time) === undefined) {
      throw new TrailError('invalid-request', `Cannot list events: ${field} must be an RFC 3339 time, not "${time}"`, {
        field,
      })
    }
  }
  return params
}

function filterOf({ startTime, endTime, resourceId, resourceType }: ReturnType<typeof readParams>): string {
  const term = (key: string, value: string | undefined) =>
    value === undefined || value === '' ? [] : [`${key}:"${value.replace(/[\\"*]/g, '\\$&')}"`]
  return [
    ...term('since', startTime),
    ...term('until', endTime),
    ...term('resource', resourceId),
    ...term('resource.type', resourceType),
  ].join(' ')
}

function asSegmentWrites({ id, timestamp, action, actor, resource }: AuditEvent) {
  return {
    id,
    timestamp,
    type: action,
    actor: subjectOf(actor),
    ...(actor.email !== undefined && { actorEmail: actor.email }),
    resourceId: resource.id ?? '',
    resourceType: resource.type ?? '',
    resourceName: resource.name ?? '',
  }
}

function subjectOf({ type, id }: Actor): string {
  if (type === 'system') return id
  return type === 'token' ? `public-api-token/${id}` : `users/${id}`
}
