import type { Resource } from '../../../protocol/event.js'
import type { Random } from './random.js'

/** What the sample workspace consists of: names by type, and how an id of it looks, as Segment forwards them. */
const THINGS = {
  source: {
    names: [
      'JavaScript',
      'iOS App',
      'Android App',
      'Billing API',
      'Checkout',
      'Support Desk',
      '网站 (中国)',
      'staging \u001b[31mdo not use\u001b[0m',
    ],
    id: (k: string) => k.slice(0, 10),
  },
  integration: {
    names: ['Webhooks', 'Amplitude', 'Braze', 'Google Ads', 'Slack', 'S3', 'BigQuery Streaming'],
    id: (k: string) => k.slice(0, 24).toLowerCase(),
  },
  destination_filter: {
    names: ['Drop "Permission Check" Audit Events', 'EU only', 'No test users', 'Sample 10 %'],
    id: (k: string) => `workspaces/acme/sources/javascript/destinations/webhooks/filters/df_${k}`,
  },
  warehouse: {
    names: ['postgres', 'snowflake-prod', 'bigquery-eu', 'redshift-legacy'],
    id: (k: string) => k.slice(0, 10),
  },
  storage_destination: { names: ['s3-raw-events', 'gcs-archive'], id: (k: string) => k.slice(0, 10) },
  tracking_plan: { names: ['Web', 'Mobile', 'Checkout v2', 'Données client'], id: (k: string) => `tp_${k}` },
  space: { names: ['default', 'growth', 'sandbox'], id: (k: string) => `spa_${k}` },
  audience: {
    names: ['order completed', 'high value', 'churn risk', '休眠ユーザー', 'trial ends in 3 days', 'newsletter'],
    id: (k: string) => `spaces/default/audiences/aud_${k}`,
  },
  computed_trait: {
    names: ['lifetime_value', 'last_seen_at', 'orders_30d'],
    id: (k: string) => `spaces/default/traits/tra_${k}`,
  },
  function: { names: ['enrich-ip', 'drop-pii', 'zendesk-tickets'], id: (k: string) => `sfnd_${k}` },
  model: { names: ['customers', 'subscriptions', 'product_usage'], id: (k: string) => `mod_${k}` },
  transformation: { names: ['rename order_id', 'hash emails'], id: (k: string) => `trn_${k}` },
  user: {
    names: ['dana@example.com', 'li.wei@example.com', 'petra@example.com', 'omar@example.com'],
    id: (k: string) => k.slice(0, 10),
  },
  user_group: { names: ['Engineering', 'Marketing', 'Contractors', 'Auditors'], id: (k: string) => `grp_${k}` },
  workspace: { names: ['acme'], id: () => 'VWDxzzIpI5' },
} as const

export type ThingType = keyof typeof THINGS

/** The workspace's resources: the same seed, the same ids. */
export function makeThings(random: Random): (type: ThingType) => Resource {
  const things = new Map(
    Object.entries(THINGS).map(([type, { names, id }]) => [
      type,
      names.map((name): Resource => ({ type, id: id(`1U${random.letters(25)}`), name })),
    ]),
  )
  return (type) => random.pick(things.get(type)!)
}
