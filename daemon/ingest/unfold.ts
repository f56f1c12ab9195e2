import type { Actor } from '../../protocol/event.js'

type Fields = Readonly<Record<string, unknown>>

/** Details that say who did it to what. */
const MAPPED = ['subject', 'resource_type', 'resource_id', 'target'] as const

/** A submission as `admit` reads it; nothing in it is checked yet. */
export type Submission = Readonly<Record<string, unknown>>

/**
 * Segment's own audit trail, forwarded, arrives as a track call named "Audit" whose
 * properties hold the event: `type` its action, `details` who did what to which
 * resource. One that a trail like this one forwarded holds more, and may be named by
 * its action. Undefined for any other call.
 */
export function unfoldAudit(call: Fields): Submission | undefined {
  const { event, properties } = call
  if (!isRecord(properties) || typeof properties.type !== 'string') return undefined
  const ours = isOurs(properties)
  if (event !== 'Audit' && !(ours && event === properties.type)) return undefined
  const { type: action, workspace_id: workspace, details: sent, ...rest } = properties
  const details = isRecord(sent) ? sent : {}
  const who = [details.subject, details.subject_id, call.userId].find(isName)
  const actor = who === undefined ? undefined : actorNamed(who)
  const resource = { type: details.resource_type, id: details.resource_id, name: details.target }
  if (ours) return { action, workspace, resource, ...unfoldOurs(rest, details, actor) }
  return {
    action,
    workspace,
    actor,
    resource,
    details: { ...rest, ...(sent === undefined || isRecord(sent) ? details : { details: sent }) },
  }
}

const isOurs = ({ seq, outcome, details }: Fields) =>
  typeof seq === 'number' && typeof outcome === 'string' && isRecord(details)

/** What only a trail like this one says, and the details as they were before it added its own. Its `seq` means nothing here. */
function unfoldOurs(properties: Fields, sent: Fields, actor: Pick<Actor, 'type' | 'id'> | undefined): Submission {
  const { seq: _seq, area, outcome, changes, email, mirrored, shadowed, ...rest } = properties
  const { subject: _s, resource_type: _r, resource_id: _i, target: _t, ...details } = sent
  const same = MAPPED.filter((key) => Array.isArray(mirrored) && mirrored.includes(key))
  return {
    area,
    outcome,
    ...(changes !== undefined && { changes }),
    actor: actor && { ...actor, ...(email !== undefined && { email }) },
    details: {
      ...rest,
      ...details,
      ...Object.fromEntries(same.map((key) => [key, sent[key]])),
      ...(isRecord(shadowed) && shadowed),
    },
  }
}

/** `users/u1` is the user u1; `public-api-token/t1` and its like the token t1; `system/s1` is how this trail writes a system. An unknown prefix stays part of the id. */
export function actorNamed(subject: string): Pick<Actor, 'type' | 'id'> {
  if (subject === '__system__' || subject === 'Segment') return { type: 'system', id: subject }
  const [prefix, bare] = splitAtSlash(subject)
  if (prefix === 'users' || prefix === 'user') return { type: 'user', id: bare }
  if (prefix === 'system') return { type: 'system', id: bare }
  if (/(^|-)tokens?$/.test(prefix)) return { type: 'token', id: bare }
  return { type: 'user', id: subject }
}

function splitAtSlash(subject: string): readonly [prefix: string, bare: string] {
  const slash = subject.indexOf('/')
  return slash > 0 && slash < subject.length - 1 ? [subject.slice(0, slash), subject.slice(slash + 1)] : ['', subject]
}

const isName = (value: unknown): value is string => typeof value === 'string' && value !== ''

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
