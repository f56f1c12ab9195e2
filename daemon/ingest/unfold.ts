import type { Actor } from '../../protocol/event.js'

type Fields = Readonly<Record<string, unknown>>

/** A submission as `admit` reads it; nothing in it is checked yet. */
export type Submission = Readonly<Record<string, unknown>>

/**
 * Segment's own audit trail, forwarded, arrives as a track call named "Audit" whose
 * properties hold the event: `type` its action, `details` who did what to which
 * resource. Undefined for any other call.
 */
export function unfoldAudit(call: Fields): Submission | undefined {
  const { event, properties } = call
  if (event !== 'Audit' || !isRecord(properties) || typeof properties.type !== 'string') return undefined
  const { type: action, workspace_id: workspace, details: sent, ...rest } = properties
  const details = isRecord(sent) ? sent : {}
  const who = [details.subject, details.subject_id, call.userId].find(isName)
  return {
    action,
    workspace,
    actor: who === undefined ? undefined : actorNamed(who),
    resource: { type: details.resource_type, id: details.resource_id, name: details.target },
    details: { ...rest, ...(sent === undefined || isRecord(sent) ? details : { details: sent }) },
  }
}

/** `users/u1` is the user u1; `public-api-token/t1` and its like the token t1. An unknown prefix stays part of the id. */
export function actorNamed(subject: string): Pick<Actor, 'type' | 'id'> {
  if (subject === '__system__' || subject === 'Segment') return { type: 'system', id: subject }
  const [prefix, bare] = splitAtSlash(subject)
  if (prefix === 'users' || prefix === 'user') return { type: 'user', id: bare }
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
