import type { Destination, Discard } from '../../protocol/destination.js'
import type { Effect } from './effect.js'
import type { TrailState } from './trail.js'

export interface ForwardingState {
  /** Undefined until they were told. */
  destinations: readonly Destination[] | undefined
  /** Why they could not be told the last time they were asked for. */
  untold: string | undefined
  /** Why events were not sent: of the destination of that name. */
  discards: { readonly name: string; readonly list: readonly Discard[] } | undefined
  /** The name of the one the cursor is on; the first where there is none of it. */
  destinationAt: string | undefined
}

export const newForwarding = (): ForwardingState => ({
  destinations: undefined,
  untold: undefined,
  discards: undefined,
  destinationAt: undefined,
})

export const destinationsOf = ({ destinations = [] }: ForwardingState): readonly Destination[] => destinations

export const destinationNamed = (model: ForwardingState, name: string): Destination | undefined =>
  destinationsOf(model).find(({ settings }) => settings.name === name)

export const discardsOf = ({ discards }: ForwardingState, name: string): readonly Discard[] =>
  discards?.name === name ? discards.list : []

export const destinationIndex = (model: ForwardingState): number =>
  Math.max(
    0,
    destinationsOf(model).findIndex(({ settings }) => settings.name === model.destinationAt),
  )

export const destinationAtCursor = (model: ForwardingState): Destination | undefined =>
  destinationsOf(model)[destinationIndex(model)]

export function moveToDestination(model: ForwardingState, index: number): void {
  const all = destinationsOf(model)
  model.destinationAt = all[Math.min(Math.max(0, index), all.length - 1)]?.settings.name
}

/** All destinations, and why the one under the cursor did not send what it did not. */
export function askForDestinations(model: ForwardingState & Pick<TrailState, 'connection'>): Effect[] {
  if (model.connection.kind !== 'open') return []
  const name = destinationAtCursor(model)?.settings.name ?? model.destinationAt
  return [{ type: 'ask-destinations', ...(name !== undefined && { discardsOf: name }) }]
}
