import { hostname } from 'node:os'
import type { Payload } from '../payload.js'

/**
 * "name@number" with the number of an organization; 32473 is the one RFC 5612 sets aside
 * for documentation, and stands here because this project has none of its own.
 */
const SD_ID = 'audit@32473'

const WARNING = 4
const INFORMATIONAL = 6

/** In a header: printable ASCII without spaces, NILVALUE where nothing is left. */
const headerField = (text: string, maxLength: number) => text.replace(/[^!-~]+/g, '_').slice(0, maxLength) || '-'

const HOSTNAME = headerField(hostname(), 255)

/**
 * A payload as a message of RFC 5424. MSG is its JSON in ASCII, with all else as `\uXXXX`:
 * RFC 5424 wants a BOM before UTF-8 and RFC 8259 forbids it before JSON, and text that
 * needs none is right by both. What a filter took out is absent.
 */
export function syslogMessage(payload: Payload, facility: number): string {
  const { outcome, type } = payload.properties
  const severity = outcome === 'failure' ? WARNING : INFORMATIONAL
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/.test(payload.timestamp) ? payload.timestamp : '-'
  const action = typeof type === 'string' ? type : payload.event
  const header = `<${facility * 8 + severity}>1 ${time} ${HOSTNAME} audit-traild - ${headerField(action, 32)}`
  return `${header} ${structuredData(payload, action)} ${asciiJson(payload)}`
}

function structuredData(payload: Payload, action: string): string {
  const { outcome, workspace_id, seq, details } = payload.properties
  const { resource_type, resource_id, target } = (details ?? {}) as { readonly [key: string]: unknown }
  const params = {
    actor: payload.userId,
    action,
    outcome,
    workspace: workspace_id,
    resourceType: resource_type,
    resourceId: resource_id,
    resourceName: target,
    seq,
    messageId: payload.messageId,
  }
  const pairs = Object.entries(params).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [` ${name}="${paramValue(String(value))}"`] : [],
  )
  return `[${SD_ID}${pairs.join('')}]`
}

/** Without control characters: a receiver that counts lines, not octets, would see two messages. */
const paramValue = (text: string) =>
  text
    .toWellFormed()
    .replace(/\p{Cc}/gu, ' ')
    .replace(/["\\\]]/g, '\\$&')

function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
