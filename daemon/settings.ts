import Type, { type Static, type TSchema } from 'typebox'
import type { ErrorType } from '../protocol/error.js'
import { RedactionRulesSchema } from '../protocol/redaction.js'
import { LIMIT_SETTINGS } from './limit-settings.js'
import { LOG_LEVELS } from './log.js'

/** One key of the configuration, in the file and, where a person would want it there, as a flag and in the environment. */
export interface Setting {
  readonly schema: TSchema
  /** As commander reads it. */
  readonly flag?: string
  readonly env?: string
  /** In words, where it is not a value. */
  readonly default: string
  readonly meaning: string
  /** A changed value counts after a reload; others need a restart. */
  readonly reload: boolean
  /** Of a limit: how what is beyond it is answered. */
  readonly refusal?: ErrorType
}

const text = Type.String({ minLength: 1, maxLength: 4096 })

/** Every key there is. The file nests them at the dots. */
export const CONFIG = {
  data: {
    schema: text,
    flag: '--data <dir>',
    env: 'AUDIT_TRAIL_DATA',
    default: '$STATE_DIRECTORY, else $XDG_STATE_HOME/audit-trail, else ~/.local/state/audit-trail',
    meaning: 'folder of the trail, mode 0700',
    reload: false,
  },
  listen: {
    schema: text,
    flag: '--listen <host:port>',
    env: 'AUDIT_TRAIL_LISTEN',
    default: '127.0.0.1:4780',
    meaning: 'TCP address of HTTP and WebSocket; port 0 picks a free one; off for none',
    reload: false,
  },
  listenWithoutTls: {
    schema: Type.Boolean(),
    flag: '--listen-without-tls',
    env: 'AUDIT_TRAIL_LISTEN_WITHOUT_TLS',
    default: 'false',
    meaning:
      'whether listen may be anything but loopback without TLS: tokens and events are then readable on the network',
    reload: false,
  },
  'tls.certFile': {
    schema: text,
    flag: '--tls-cert <file>',
    env: 'AUDIT_TRAIL_TLS_CERT_FILE',
    default: 'none',
    meaning: 'PEM certificate (chain) of the TCP address, which then speaks TLS only; read again when the file changes',
    reload: false,
  },
  'tls.keyFile': {
    schema: text,
    flag: '--tls-key <file>',
    env: 'AUDIT_TRAIL_TLS_KEY_FILE',
    default: 'none',
    meaning: 'its key',
    reload: false,
  },
  'tls.clientCaFile': {
    schema: text,
    flag: '--tls-client-ca <file>',
    env: 'AUDIT_TRAIL_TLS_CLIENT_CA_FILE',
    default: 'none',
    meaning: 'PEM certificates; clients over TCP must show one that these vouch for, and a token as ever',
    reload: false,
  },
  socket: {
    schema: text,
    flag: '--socket <path>',
    env: 'AUDIT_TRAIL_SOCKET',
    default:
      '$RUNTIME_DIRECTORY/audit-trail.sock, else (without data) $XDG_RUNTIME_DIR/audit-trail.sock, else DATA/audit-trail.sock',
    meaning: 'Unix socket, mode 0600; whoever can open it is owner',
    reload: false,
  },
  socketGroup: {
    schema: text,
    flag: '--socket-group <group>',
    env: 'AUDIT_TRAIL_SOCKET_GROUP',
    default: 'none',
    meaning: 'group that may open the Unix socket, too (mode 0660)',
    reload: false,
  },
  workspace: {
    schema: Type.String({ minLength: 1, maxLength: 512 }),
    flag: '--workspace <name>',
    env: 'AUDIT_TRAIL_WORKSPACE',
    default: 'default',
    meaning: 'workspace of events that name none',
    reload: true,
  },
  retention: {
    schema: text,
    flag: '--retention <duration>',
    env: 'AUDIT_TRAIL_RETENTION',
    default: '90d',
    meaning: 'how long events are kept, by their timestamp; off keeps all',
    reload: true,
  },
  archive: {
    schema: text,
    flag: '--archive <dir>',
    env: 'AUDIT_TRAIL_ARCHIVE',
    default: 'none',
    meaning: 'folder to which retention moves events before it removes them; no other trail may share it',
    reload: true,
  },
  logLevel: {
    schema: Type.Union(LOG_LEVELS.map((level) => Type.Literal(level))),
    flag: '--log-level <level>',
    env: 'AUDIT_TRAIL_LOG_LEVEL',
    default: 'info',
    meaning: LOG_LEVELS.join(', '),
    reload: true,
  },
  dedupeIds: {
    schema: Type.Integer({ minimum: 0, maximum: 100_000_000 }),
    default: '2000000',
    meaning: 'newest ids among which a repeated event is noticed',
    reload: false,
  },
  ...LIMIT_SETTINGS,
  'cors.origins': {
    schema: Type.Array(text),
    default: '',
    meaning: 'origins of web pages that may post events and open a WebSocket',
    reload: true,
  },
  'webhooks.segment.secretFile': {
    schema: text,
    default: 'none',
    meaning:
      "file with the secret shared with Segment's Webhooks destination; without it /webhooks/segment needs a token",
    reload: true,
  },
  'forwarding.folders': {
    schema: Type.Array(text, { minItems: 1, maxItems: 32 }),
    default: 'DATA/forward',
    meaning: 'folders in which forwarding may write files',
    reload: false,
  },
  redaction: {
    schema: RedactionRulesSchema,
    default: 'mask of pem, jwt, cloud-key and service-token',
    meaning: 'rules for what is dropped, masked or hashed before an event is stored; [] for none',
    reload: true,
  },
  'metrics.public': {
    schema: Type.Boolean(),
    default: 'false',
    meaning: 'whether /metrics needs no token',
    reload: true,
  },
  'audit.reads': {
    schema: Type.Boolean(),
    default: 'true',
    meaning: 'whether the trail records who reads it; changes and refusals it records always',
    reload: true,
  },
  hipaa: {
    schema: Type.Boolean(),
    default: 'false',
    meaning: 'whether it records, too, whose data was read, as HIPAA-eligible workspaces need it; turns audit.reads on',
    reload: true,
  },
} as const satisfies Record<string, Setting>

export type SettingName = keyof typeof CONFIG
/** What was set, by anybody. */
export type Settings = { readonly [K in SettingName]?: Static<(typeof CONFIG)[K]['schema']> }

/** As it would stand in the file; in words where that is no value. */
export function defaultOf(name: SettingName): unknown {
  const { schema, default: text } = CONFIG[name] as Setting
  const { type } = schema as { type?: string }
  if (type === 'boolean') return text === 'true'
  if (type === 'integer') return Number(text)
  return type === 'array' && text === '' ? [] : text
}
