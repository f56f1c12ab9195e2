import type { DeliveryStep } from '../../protocol/destination.js'
import type { Payload } from './payload.js'

/** What filters and tracking plan made of one event. */
export type Passage =
  /** Its own payload, and behind it those that tell of violations. `steps` say what was done, in words, for a preview. */
  | { readonly payloads: readonly Payload[]; readonly violations: number; readonly steps: readonly PassageStep[] }
  | {
      readonly dropped: { readonly step: DeliveryStep; readonly code: string; readonly message: string }
      readonly violations: number
      readonly steps: readonly PassageStep[]
    }

export interface PassageStep {
  readonly name: string
  readonly outcome: string
}

/** Destination filters, then the tracking plan, as compiled from settings. */
export type Pipeline = (payload: Payload) => Passage
