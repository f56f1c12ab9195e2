import type { DestinationSettings } from './destination-settings.js'

/** Kinds of receivers, by the name in `--type`. */
export const DESTINATION_TYPES = ['segment', 'webhook', 'splunk', 'syslog', 'otlp', 'file'] as const
export type DestinationTypeName = (typeof DESTINATION_TYPES)[number]

export const DESTINATION_LIMITS = {
  maxDestinations: 100,
  maxInFlight: 16,
  /** UTF-8 bytes of the secret. */
  maxSecretBytes: 4096,
} as const

/** Where a destination stands. `down`: it failed five times in a row, and one attempt at a time finds out whether it is back. */
export const DESTINATION_STATES = ['disabled', 'idle', 'delivering', 'retrying', 'down', 'gone', 'full'] as const
export type DestinationState = (typeof DESTINATION_STATES)[number]

/** Steps of Segment's delivery overview, in their order; every event that was reached ends in one of the last four. */
export const DELIVERY_STEPS = [
  'received',
  'filteredAtDestination',
  'filteredAtSource',
  'failedDelivery',
  'delivered',
] as const
export type DeliveryStep = (typeof DELIVERY_STEPS)[number]

export interface Destination {
  readonly settings: DestinationSettings
  readonly enabled: boolean
  readonly state: DestinationState
  readonly createdAt: string
  /** How many secrets are live: two while one is being replaced. */
  readonly secrets: number
  /** Last seq that is delivered, filtered or given up, with all before it. */
  readonly cursor: number
  readonly lagEvents: number
  /** Age of the oldest event that is still to come. */
  readonly lagSeconds: number
  readonly counts: { readonly [S in DeliveryStep]: number }
  /** Events that are given up and still in the list. */
  readonly dead: number
  readonly retries: number
  /** Gone from the trail before they were sent. */
  readonly missed: number
  readonly violations: number
  /** Events delivered in each of the last 60 seconds, oldest first. */
  readonly deliveredPerSecond: readonly number[]
  /** What went wrong last, while it does. */
  readonly failure?: {
    readonly code: string
    readonly message: string
    readonly since: string
    readonly attempts: number
    readonly nextAt?: string
  }
}

/** Why events were not sent or not taken, by Segment's code, with the latest ten of them. */
export interface Discard {
  readonly step: DeliveryStep
  readonly code: string
  readonly count: number
  readonly samples: readonly { readonly seq: number; readonly at: string; readonly message: string }[]
}

/** An event that the receiver refused for good. */
export interface DeadLetter {
  readonly seq: number
  readonly messageId: string
  readonly at: string
  readonly code: string
  readonly message: string
  readonly attempts: number
}

export interface TestResult {
  readonly delivered: boolean
  readonly tookMs: number
  readonly code?: string
  readonly message?: string
}

/** What becomes of one event, step by step. */
export interface Preview {
  readonly steps: readonly { readonly name: string; readonly outcome: string }[]
  /** The event as the filters left it; absent where it is dropped. */
  readonly payload?: { readonly [key: string]: unknown }
  /** In the form of the receiver. */
  readonly sent?: string
}
