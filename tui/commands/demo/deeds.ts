import type { Change, Resource } from '../../../protocol/event.js'
import type { Random } from './random.js'
import type { ThingType } from './things.js'

type Doer = 'person' | 'token' | 'platform'

/** Something that happens in the sample workspace: the catalogue's action, on what, by whom, and what it changes. */
export interface Deed {
  readonly weight: number
  readonly action: string
  readonly on: ThingType
  readonly by: Doer
  changes?(random: Random): Change[]
  details?(random: Random, thing: Resource): Record<string, unknown>
}

const toggled =
  (after: boolean, path = '/enabled') =>
  () => [{ path, before: !after, after }]
const switched =
  (path: string, ...values: readonly unknown[]) =>
  (random: Random): Change[] => {
    const at = random.below(values.length)
    return [{ path, before: values[at], after: values[(at + 1) % values.length] }]
  }
const created =
  (path: string, ...values: readonly unknown[]) =>
  (random: Random): Change[] => [{ path, after: random.pick(values) }]

const ofSource = (_: Random, { id }: Resource) => ({ source_id: id })
const ofWarehouse = (_: Random, { id }: Resource) => ({ warehouse_id: id })
const events = ['Order Completed', 'Cart Viewed', 'Signed Up', 'Page Loaded', 'Paiement refusé']
const schema =
  (verb: string) =>
  (random: Random, { id }: Resource) => ({
    source_id: id,
    description: `\`${random.pick(events)}\` set to ${verb}`,
  })
const failed =
  (...errors: readonly string[]) =>
  (random: Random) => ({
    error: random.pick(errors),
    attempt: 1 + random.below(5),
    durationMs: 200 + random.below(60_000),
  })
const arrived = (random: Random, { id, name }: Resource) => ({
  blocked: 'false',
  name: random.pick(events),
  planned: random.chance(0.5) ? 'true' : 'false',
  source_id: id,
  source_name: name,
  type: 'track',
})

// biome-ignore format: a table
export const DEEDS: readonly Deed[] = [
  { weight: 9, by: 'person', action: 'Source Modified', on: 'source', details: ofSource, changes: switched('/settings/forwardReplay', true, false) },
  { weight: 7, by: 'person', action: 'Source Settings Modified', on: 'source', details: ofSource, changes: switched('/settings/rateLimitPerSecond', 100, 500, 1000) },
  { weight: 2, by: 'person', action: 'Source Created', on: 'source', details: ofSource, changes: created('/slug', 'checkout', 'ios', 'web-eu') },
  { weight: 2, by: 'person', action: 'Source Disabled', on: 'source', details: ofSource, changes: toggled(false) },
  { weight: 2, by: 'person', action: 'Source Enabled', on: 'source', details: ofSource, changes: toggled(true) },
  { weight: 2, by: 'person', action: 'Source Connected To Tracking Plan', on: 'source', details: ofSource },
  { weight: 3, by: 'person', action: 'Source Debugger Raw Viewed', on: 'source', details: ofSource },
  { weight: 5, by: 'person', action: 'Schema Event Blocked', on: 'source', details: schema('block'), changes: toggled(false, '/event/allowed') },
  { weight: 4, by: 'person', action: 'Schema Event Allowed', on: 'source', details: schema('allow'), changes: toggled(true, '/event/allowed') },
  { weight: 2, by: 'person', action: 'Schema Identify Trait Blocked', on: 'source', details: schema('block') },
  { weight: 7, by: 'person', action: 'Integration Modified', on: 'integration', changes: switched('/settings/apiVersion', 'v1', 'v2', 'v3') },
  { weight: 3, by: 'person', action: 'Integration Enabled', on: 'integration', changes: toggled(true) },
  { weight: 3, by: 'person', action: 'Integration Disabled', on: 'integration', changes: toggled(false) },
  { weight: 2, by: 'person', action: 'Destination Filter Disabled', on: 'destination_filter', changes: toggled(false) },
  { weight: 2, by: 'person', action: 'Destination Filter Modified', on: 'destination_filter', changes: switched('/if', 'event = "Audit"', 'type = "identify"', 'event = "Audit" and !contains(context.ip, "10.")') },
  { weight: 4, by: 'person', action: 'Tracking Plan Modified', on: 'tracking_plan', changes: switched('/rules/Order Completed/total', { type: 'number' }, { type: 'number', required: true }) },
  { weight: 4, by: 'person', action: 'Audience Modified', on: 'audience', changes: switched('/definition/query', 'orders > 3', 'orders > 5', 'orders > 5 and country = "DE"') },
  { weight: 2, by: 'person', action: 'Audience Created', on: 'audience', changes: created('/enabled', true) },
  { weight: 1, by: 'person', action: 'Audience Deleted', on: 'audience' },
  { weight: 3, by: 'person', action: 'Audience CSV Downloaded', on: 'audience', details: (random) => ({ rows: random.below(90_000) }) },
  { weight: 2, by: 'person', action: 'Computed Trait Modified', on: 'computed_trait', changes: switched('/window', '30d', '60d', '90d') },
  { weight: 2, by: 'person', action: 'Source Function Updated', on: 'function', changes: switched('/version', 14, 15, 16, 17) },
  { weight: 1, by: 'person', action: 'Warehouse Credential Modified', on: 'warehouse', details: ofWarehouse, changes: switched('/username', 'loader', 'segment_loader') },
  { weight: 1, by: 'person', action: 'Space Modified', on: 'space', changes: switched('/identityResolution/limit', 5, 10, 100) },
  { weight: 3, by: 'person', action: 'User Policy Updated', on: 'user', changes: switched('/roles', ['Source Read-only'], ['Source Admin'], ['Workspace Owner']) },
  { weight: 2, by: 'person', action: 'User Invite Sent', on: 'user', details: (_, { name }) => ({ email: name }) },
  { weight: 1, by: 'person', action: 'User Added To User Group', on: 'user_group' },
  { weight: 1, by: 'person', action: 'User Removed', on: 'user' },
  { weight: 8, by: 'person', action: 'Permission Check', on: 'source', details: (random) => ({ action: random.pick(['source:debugger-view', 'source:edit', 'workspace:billing-view']), subject_type: 'user', sso_connection_id: 'conn_okta' }) },
  { weight: 1, by: 'person', action: 'Support Access Granted', on: 'workspace', details: (random) => ({ hours: random.pick([1, 24, 72]), reason: 'ticket 48213' }) },
  { weight: 1, by: 'person', action: 'Label Created', on: 'workspace', changes: created('/labels/environment', 'prod', 'staging') },

  { weight: 5, by: 'token', action: 'Tracking Plan Operations Updated', on: 'tracking_plan', details: (random) => ({ operations: 1 + random.below(40) }) },
  { weight: 5, by: 'token', action: 'Transformation Updated', on: 'transformation', changes: switched('/enabled', true, false) },
  { weight: 4, by: 'token', action: 'Source Function Modified', on: 'function', changes: switched('/codeHash', '9c1e77ab', '41d0fe3c', 'b8a2905d') },
  { weight: 3, by: 'token', action: 'Model Settings Saved', on: 'model', changes: switched('/schedule', '@hourly', '@daily') },
  { weight: 3, by: 'token', action: 'Destinations Listed from Audience', on: 'audience' },
  { weight: 2, by: 'token', action: 'User Group Updated', on: 'user_group', details: (random) => ({ members: random.below(30) }) },
  { weight: 2, by: 'token', action: 'Storage Destination Modified', on: 'storage_destination', changes: switched('/compression', 'gzip', 'zstd') },

  { weight: 8, by: 'platform', action: 'New Event Allowed', on: 'source', details: arrived },
  { weight: 6, by: 'platform', action: 'New Event Blocked', on: 'source', details: arrived },
  { weight: 2, by: 'platform', action: 'Violations Detected', on: 'tracking_plan', details: (random) => ({ violations: 1 + random.below(200) }) },
  { weight: 5, by: 'platform', action: 'Audience Run Complete', on: 'audience', details: (random) => ({ members: random.below(250_000), durationMs: random.below(90_000) }) },
  { weight: 2, by: 'platform', action: 'Audience Destination Sync Failed', on: 'audience', details: failed('401 Unauthorized', 'rate limited', 'field email is not mapped') },
  { weight: 2, by: 'platform', action: 'Source Run Failed', on: 'source', details: failed('OAuth token expired', '502 Bad Gateway') },
  { weight: 2, by: 'platform', action: 'Reverse ETL Sync Failed', on: 'model', details: failed('column "plan" does not exist', 'query timed out') },
  { weight: 1, by: 'platform', action: 'Source Disabled', on: 'source', changes: toggled(false), details: () => ({ reason: 'no enabled destination for 14 days' }) },
]

/** What fails again and again while a warehouse cannot be reached. */
export const OUTAGE: Deed = {
  weight: 1,
  by: 'platform',
  action: 'Warehouse Run Failed',
  on: 'warehouse',
  details: (random, thing) => ({
    ...ofWarehouse(random, thing),
    ...failed('connection refused', 'timeout after 30 s')(random),
  }),
}
