import type { AuditEvent } from './event.js'

/** The fields a filter, a facet or an index can name, and where an event holds them. */
export const FIELDS = {
  'actor.type': (e) => e.actor.type,
  'actor.id': (e) => e.actor.id,
  'actor.name': (e) => e.actor.name,
  'actor.email': (e) => e.actor.email,
  action: (e) => e.action,
  area: (e) => e.area,
  outcome: (e) => e.outcome,
  workspace: (e) => e.workspace,
  'resource.type': (e) => e.resource.type,
  'resource.id': (e) => e.resource.id,
  'resource.name': (e) => e.resource.name,
  ip: (e) => e.context?.ip,
} as const satisfies Record<string, (event: AuditEvent) => string | undefined>

export type Field = keyof typeof FIELDS

/** What `facets` counts. `actor` counts by actor.id, labelled with the latest email or name; `resource` by resource.id. */
export const FACETS = [
  'actor',
  'actor.type',
  'action',
  'area',
  'outcome',
  'workspace',
  'resource',
  'resource.type',
  'ip',
] as const
export type Facet = (typeof FACETS)[number]
