import { readFile } from 'node:fs/promises'
import { text as allOf } from 'node:stream/consumers'
import { DESTINATION_TYPES, type DestinationTypeName } from '../../../protocol/destination.js'
import type { DestinationFilter } from '../../../protocol/destination-filter.js'
import type { DestinationSettings } from '../../../protocol/destination-settings.js'
import { parseDuration } from '../../../protocol/duration.js'
import { onlySend } from '../../../protocol/only-send.js'
import type { TrackingPlan } from '../../../protocol/tracking-plan.js'
import { flag, optional, repeated, type Values } from '../command.js'
import { oneOf, text, wholeNumber } from '../option-value.js'
import { UsageError, type World } from '../world.js'

/** What can be said of a destination when it is made and when it is changed. */
export const SETTINGS_OPTIONS = {
  url: optional('--url <url>', 'https://…, of syslog tls://host:port or tcp://host:port, of a file file:///path', text),
  filter: optional('--filter <fql>', 'send only what this FQL condition holds for; "" sends everything', text),
  filters: optional('--filters <file>', "Segment's destination filters, a JSON array", text),
  trackingPlan: optional('--tracking-plan <file>', 'Segment\'s tracking plan as JSON; "" for none', text),
  forwardViolations: optional('--forward-violations <on|off>', 'send "Violation Generated" events', oneOf('on', 'off')),
  eventNames: optional(
    '--event-names <names>',
    'audit (all "Audit", as Segment) or readable',
    oneOf('audit', 'readable'),
  ),
  allowPrivate: repeated('--allow-private <cidr>', 'a private network that may be reached, as 10.0.0.0/8', text),
  ca: optional('--ca <file>', 'PEM certificates to trust instead of those of the system', text),
  holdRetention: optional('--hold-retention <time>', 'how long retention waits for it, as 7d', duration),
  inFlight: optional('--in-flight <count>', 'batches at once; more than 1 gives up the order', wholeNumber(1, 16)),
  batch: optional('--batch <events>', 'events in one batch, at most', wholeNumber(1, 10_000)),
  timeout: optional('--timeout <time>', 'for one attempt, as 10s', duration),
  segmentSignature: flag('--segment-signature', "webhook: Segment's X-Signature, too; one event a request"),
  index: optional('--index <name>', 'splunk', text),
  sourcetype: optional('--sourcetype <name>', 'splunk', text),
  facility: optional('--facility <number>', 'syslog; 13 is log audit', wholeNumber(0, 23)),
  rotateBytes: optional('--rotate-bytes <bytes>', 'file: begin a new one', wholeNumber(1024, 2 ** 40)),
  keepFiles: optional('--keep-files <count>', 'file: full ones to keep', wholeNumber(1, 10_000)),
} as const
export type SettingsValues = Values<typeof SETTINGS_OPTIONS>

export const TYPE_OPTION = optional('--type <type>', DESTINATION_TYPES.join(', '), oneOf(...DESTINATION_TYPES))

/** The settings that these options make of those before. Throws `UsageError` for files that cannot be read. */
export async function settingsOf(
  before: { readonly name: string; readonly type: DestinationTypeName } & Partial<DestinationSettings>,
  values: SettingsValues,
): Promise<DestinationSettings> {
  const filters = await filtersOf(values)
  const plan = values.trackingPlan === '' ? undefined : await jsonIn<TrackingPlan>(values.trackingPlan)
  const { filters: _, trackingPlan: __, ...rest } = before
  const kept = {
    ...(filters === undefined && before.filters !== undefined && { filters: before.filters }),
    ...(values.trackingPlan === undefined && before.trackingPlan && { trackingPlan: before.trackingPlan }),
  }
  return {
    ...rest,
    ...kept,
    ...given({
      filters: filters?.length === 0 ? undefined : filters,
      trackingPlan: plan,
      url: values.url,
      forwardViolations: values.forwardViolations && values.forwardViolations === 'on',
      eventNames: values.eventNames,
      allowPrivate: values.allowPrivate.length > 0 ? [...values.allowPrivate] : undefined,
      ca: values.ca && (await textIn(values.ca)),
      holdRetentionMs: values.holdRetention,
      inFlight: values.inFlight,
      maxBatchEvents: values.batch,
      timeoutMs: values.timeout,
      segmentSignature: values.segmentSignature || undefined,
      index: values.index,
      sourcetype: values.sourcetype,
      facility: values.facility,
      rotateBytes: values.rotateBytes,
      keepFiles: values.keepFiles,
    }),
  }
}

/** Undefined where nothing is said of filters; an empty list takes them away. */
async function filtersOf({ filter, filters }: SettingsValues): Promise<DestinationFilter[] | undefined> {
  if (filter === undefined && filters === undefined) return undefined
  if (filter !== undefined && filters !== undefined) {
    throw new UsageError('Cannot take --filter and --filters together: expected one of them')
  }
  if (filters !== undefined) return jsonIn<DestinationFilter[]>(filters)
  return onlySend(filter!)
}

const given = <T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never

async function jsonIn<T>(path: string | undefined): Promise<T | undefined> {
  if (path === undefined) return undefined
  const content = await textIn(path)
  try {
    return JSON.parse(content) as T
  } catch (cause) {
    throw new UsageError(`Cannot read ${path}: ${(cause as Error).message}`, { cause })
  }
}

export async function textIn(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new UsageError(`Cannot read ${path}: ${(cause as Error).message}`, { cause })
  }
}

/** Without the line's end that an editor leaves; '-' is stdin. */
export async function secretIn({ stdin }: World, path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined
  return (path === '-' ? await allOf(stdin) : await textIn(path)).replace(/\r?\n$/, '')
}

function duration(value: string): number {
  const ms = parseDuration(value)
  if (ms !== undefined) return ms
  throw new UsageError(`Cannot read '${value}': expected a duration, as 7d or 10s`)
}
