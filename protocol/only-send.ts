import type { DestinationFilter } from './destination-filter.js'

/** The filters that send what one FQL condition holds for, and nothing else; of an empty one none, which sends everything. */
export const onlySend = (condition: string): DestinationFilter[] =>
  condition === '' ? [] : [{ title: 'Only send', if: condition, actions: [{ type: 'ONLY_SEND' }], enabled: true }]

/** The condition of filters that are as `onlySend` makes them; undefined where they are more than that. */
export function conditionOf(filters: readonly DestinationFilter[] = []): string | undefined {
  const [filter, ...others] = filters
  if (filter === undefined) return ''
  const { actions, enabled = true } = filter
  const isOnly = others.length === 0 && enabled && actions.length === 1 && actions[0]?.type === 'ONLY_SEND'
  return isOnly ? filter.if : undefined
}
