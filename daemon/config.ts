import { join } from 'node:path'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { parse } from 'yaml'
import { parseDuration } from '../protocol/duration.js'
import { TrailError } from '../protocol/error.js'
import { findMismatch } from '../protocol/mismatch.js'
import type { RedactionRule } from '../protocol/redaction.js'
import type { LogLevel } from './log.js'
import { readRules } from './redact/rules.js'
import type { CertificateFiles } from './server/certificates.js'
import { type Limits, limitsOf } from './server/limits.js'
import type { Endpoint } from './server/listener.js'
import { CONFIG, type Setting, type SettingName, type Settings } from './settings.js'

/** The settings, complete: what nobody set has its default. */
export interface Config {
  /** What somebody set, as it stood there. */
  readonly settings: Settings
  readonly dataPath: string
  readonly endpoints: readonly Endpoint[]
  /** Of TCP; undefined: it speaks no TLS. */
  readonly tls: CertificateFiles | undefined
  readonly workspace: string
  /** Undefined keeps everything. */
  readonly retentionMs: number | undefined
  /** Undefined: what retention removes is gone. */
  readonly archivePath: string | undefined
  readonly logLevel: LogLevel
  readonly dedupeIds: number
  readonly maxBodyBytes: number
  readonly maxItems: number
  /** Per minute and address. */
  readonly maxFailedAttempts: number
  readonly maxFrameBytes: number
  readonly limits: Limits
  readonly corsOrigins: readonly string[]
  readonly metricsPublic: boolean
  /** Whether the trail records who reads it. */
  readonly auditReads: boolean
  /** Whether it records accesses as HIPAA-eligible workspaces need them. */
  readonly hipaa: boolean
  /** Where forwarding may write files. */
  readonly forwardFolders: readonly string[]
  /** What is redacted before an event is stored. */
  readonly redaction: readonly RedactionRule[]
  /** Shared with Segment's Webhooks destination. */
  readonly webhookSecret: string | undefined
}

/** Secrets that are of use to whoever reads them, and to no auditor. Card numbers are looked for only where that is asked: other numbers may look like them. */
const DEFAULT_REDACTION = (['pem', 'jwt', 'cloud-key', 'service-token'] as const).map(
  (detector): RedactionRule => ({ detector, action: 'mask' }),
)

type Environment = Readonly<Record<string, string | undefined>>

export interface ConfigSources {
  /** By setting, as they stood on the command line. */
  readonly flags: { readonly [K in SettingName]?: string }
  readonly env: Environment
  /** Text of the configuration file, and its name for messages; undefined where there is none. */
  readonly file: { readonly path: string; readonly text: string } | undefined
  readonly home: string
  /** Of the files that settings name. */
  readonly readText: (path: string) => string
}

const VALIDATORS = Object.fromEntries(
  Object.entries(CONFIG).map(([name, { schema }]) => [name, Compile(schema as TSchema)]),
)

/** Flags before the environment before the file before defaults. Throws `invalid-request` naming the key and where it stood. */
export function readConfig({ flags, env, file, home, readText }: ConfigSources): Config {
  const settings: Settings = {
    ...fileSettings(file),
    ...envSettings(env),
    ...textSettings(flags, (name) => flagOf(name)),
  }
  const dataPath =
    settings.data ??
    env.STATE_DIRECTORY?.split(':', 1)[0] ??
    join(env.XDG_STATE_HOME ?? join(home, '.local/state'), 'audit-trail')
  const runtime =
    env.RUNTIME_DIRECTORY?.split(':', 1)[0] ?? (settings.data === undefined ? env.XDG_RUNTIME_DIR : undefined)
  const path = settings.socket ?? join(runtime ?? dataPath, 'audit-trail.sock')
  const tcp = parseListen(settings.listen ?? CONFIG.listen.default)
  const tls = tlsFiles(settings)
  if (tls === undefined && settings.listenWithoutTls !== true) checkLoopback(tcp)
  const maxBodyBytes = numberOf(settings, 'limits.bodyBytes')
  return {
    settings,
    dataPath,
    endpoints: [...(tcp === undefined ? [] : [tcp]), { kind: 'unix', path, group: settings.socketGroup }],
    tls,
    workspace: settings.workspace ?? CONFIG.workspace.default,
    retentionMs: parseRetention(settings.retention ?? CONFIG.retention.default),
    archivePath: settings.archive,
    logLevel: settings.logLevel ?? CONFIG.logLevel.default,
    dedupeIds: numberOf(settings, 'dedupeIds'),
    maxBodyBytes,
    maxItems: numberOf(settings, 'limits.items'),
    maxFailedAttempts: numberOf(settings, 'limits.failedAttempts'),
    maxFrameBytes: numberOf(settings, 'limits.frameBytes'),
    limits: limitsOf((name) => numberOf(settings, name)),
    corsOrigins: settings['cors.origins'] ?? [],
    metricsPublic: settings['metrics.public'] ?? false,
    auditReads: settings['audit.reads'] ?? true,
    hipaa: settings.hipaa ?? false,
    forwardFolders: settings['forwarding.folders'] ?? [join(dataPath, 'forward')],
    redaction: settings.redaction ?? DEFAULT_REDACTION,
    webhookSecret: secretIn(settings['webhooks.segment.secretFile'], readText),
  }
}

type NumberSetting = { [K in SettingName]-?: Required<Settings>[K] extends number ? K : never }[SettingName]

const numberOf = (settings: Settings, name: NumberSetting): number => settings[name] ?? Number(CONFIG[name].default)

/** Where the file is looked for; `named` by the command line it must be there. */
export function configPath(named: string | undefined, env: Environment, home: string): string {
  const folder =
    env.CONFIGURATION_DIRECTORY?.split(':', 1)[0] ?? join(env.XDG_CONFIG_HOME ?? join(home, '.config'), 'audit-trail')
  return named ?? join(folder, 'config.yaml')
}

function fileSettings(file: ConfigSources['file']): Settings {
  if (file === undefined) return {}
  let content: unknown
  try {
    content = parse(file.text)
  } catch (cause) {
    throw refused(`${file.path}: ${(cause as Error).message}`, undefined, cause)
  }
  const found = flatten(content ?? {}, file.path)
  for (const [key, value] of found) check(key, value, `${key} in ${file.path}`)
  return Object.fromEntries(found)
}

/** Nested maps as dotted keys, as far down as there are settings. A key without a value is absent. */
function flatten(value: unknown, path: string, prefix = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refused(
      `${prefix === '' ? path : `${prefix.slice(0, -1)} in ${path}`} must be a map of keys`,
      prefix.slice(0, -1),
    )
  }
  return Object.entries(value).flatMap(([name, member]): [string, unknown][] => {
    const key = prefix + name
    if (Object.hasOwn(CONFIG, key)) return member === null ? [] : [[key, member]]
    if (!Object.keys(CONFIG).some((known) => known.startsWith(`${key}.`)))
      throw refused(`${path} has an unknown key, ${key}`, key)
    return member === null ? [] : flatten(member, path, `${key}.`)
  })
}

function envSettings(env: Environment): Settings {
  const named = Object.entries(CONFIG).flatMap(([name, setting]: [string, Setting]) => {
    const value = setting.env === undefined ? undefined : env[setting.env]
    if (value === undefined || value === '') return []
    const isSwitch = (setting.schema as { type?: string }).type === 'boolean' && /^(true|false)$/.test(value)
    return [[name, isSwitch ? value === 'true' : value]]
  })
  return textSettings(Object.fromEntries(named), (name) => (CONFIG[name] as Setting).env!)
}

function textSettings(
  texts: { readonly [K in SettingName]?: string },
  nameOf: (name: SettingName) => string,
): Settings {
  for (const [name, text] of Object.entries(texts)) check(name, text, nameOf(name as SettingName))
  return Object.fromEntries(Object.entries(texts))
}

function tlsFiles(settings: Settings): CertificateFiles | undefined {
  const { 'tls.certFile': certFile, 'tls.keyFile': keyFile, 'tls.clientCaFile': clientCaFile } = settings
  if (certFile !== undefined && keyFile !== undefined) return { certFile, keyFile, clientCaFile }
  if (certFile === undefined && keyFile === undefined && clientCaFile === undefined) return undefined
  const missing = certFile === undefined ? 'tls.certFile' : 'tls.keyFile'
  throw refused(`TLS needs ${missing} as well`, missing)
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|localhost)$/i

function checkLoopback(tcp: Endpoint | undefined): void {
  if (tcp?.kind !== 'tcp' || LOOPBACK.test(tcp.host)) return
  throw refused(
    `listen is ${tcp.host}, and without TLS everybody on the way could read tokens and events; ` +
      'set tls.certFile and tls.keyFile, or listenWithoutTls: true where something in front speaks TLS',
    'listen',
  )
}

function check(name: string, value: unknown, place: string): void {
  const validator = VALIDATORS[name]!
  if (!validator.Check(value)) throw refused(`${place} ${findMismatch(validator, value).problem}`, name)
  if (name === 'retention') parseRetention(value as string, place)
  if (name === 'listen') parseListen(value as string, place)
  if (name === 'redaction') checkRedaction(value as readonly RedactionRule[], place)
}

function checkRedaction(rules: readonly RedactionRule[], place: string): void {
  try {
    readRules(rules)
  } catch (cause) {
    if (!(cause instanceof TrailError)) throw cause
    throw refused(`${place}: ${cause.message}`, cause.options.field, cause)
  }
}

function secretIn(path: string | undefined, readText: (path: string) => string): string | undefined {
  if (path === undefined) return undefined
  const name = 'webhooks.segment.secretFile'
  try {
    const secret = readText(path).trim()
    // Anybody can sign with an empty key.
    if (secret === '') throw new Error(`${path} is empty`)
    return secret
  } catch (cause) {
    throw refused(`${name}: ${(cause as Error).message}`, name, cause)
  }
}

const flagOf = (name: SettingName) => (CONFIG[name] as Setting).flag!.split(' ', 1)[0]!

function parseRetention(text: string, place = 'retention'): number | undefined {
  if (text === 'off') return undefined
  const ms = parseDuration(text)
  if (ms === undefined || ms === 0)
    throw refused(`${place} must be a duration, as 90d, or off, not "${text}"`, 'retention')
  return ms
}

function parseListen(text: string, place = 'listen'): Endpoint | undefined {
  if (text === 'off') return undefined
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text) ?? []
  const port = Number(digits)
  if (digits === undefined || port > 65_535)
    throw refused(`${place} must be HOST:PORT, as 127.0.0.1:4780, or off, not "${text}"`, 'listen')
  return { kind: 'tcp', host: (bracketed ?? plain)!, port }
}

function refused(problem: string, field?: string, cause?: unknown): TrailError {
  return new TrailError('invalid-request', `Cannot read the configuration: ${problem}`, {
    ...(field !== undefined && { field }),
    ...(cause !== undefined && { cause }),
  })
}
