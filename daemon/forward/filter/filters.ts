import type { DestinationFilter, FilterAction } from '../../../protocol/destination-filter.js'
import { TrailError } from '../../../protocol/error.js'
import type { Condition } from './compile.js'
import { readCondition } from './condition.js'
import { compileAllowProperties, compileDropProperties, type Payload } from './properties.js'
import { compileSample } from './sample.js'

/**
 * What becomes of an event: it goes on, possibly with less in it, or the filter `by`
 * held it back; with an `error` because that one could not be asked. The error has no
 * values of the event in it.
 */
export type Verdict =
  | { readonly payload: Payload }
  | { readonly dropped: 'FILTERED_BY_RULES'; readonly by: string; readonly error?: string }

/** One action of one filter. `run` returns undefined where the event is not sent. */
interface Step {
  readonly title: string
  readonly rank: number
  readonly run: (payload: Payload, original: Payload) => Payload | undefined
}

/** All filters' samples come first, then their drops, and so on; the filters as they are listed. */
const RANK: Readonly<Record<FilterAction['type'], number>> = {
  SAMPLE: 0,
  DROP: 1,
  ONLY_SEND: 1,
  DROP_PROPERTIES: 2,
  ALLOW_PROPERTIES: 3,
}

/** Throws `invalid-filter` for the first condition or path that cannot be read, with its column and the filter's title. */
export function checkFilters(filters: readonly DestinationFilter[]): void {
  for (const filter of filters) {
    try {
      stepsOf(filter)
    } catch (error) {
      if (!(error instanceof TrailError)) throw error
      const message = `${error.message} (in the filter "${filter.title}")`
      throw new TrailError(error.type, message, { ...error.options, cause: error })
    }
  }
}

/**
 * Makes a destination's filters, which match their schema, ready to run. Conditions
 * are asked about the event as it came, not as another filter left it. An event that
 * a condition has no answer for is not sent, nor is any while an enabled filter cannot
 * be read: what a filter was to hold back must not slip by. Payloads stay as they are,
 * and what is sent shares with them all that is the same.
 */
export function compileFilters(filters: readonly DestinationFilter[]): (payload: Payload) => Verdict {
  const steps = filters.filter(({ enabled = true }) => enabled).flatMap(readableSteps)
  const inOrder = steps.toSorted((a, b) => a.rank - b.rank)
  return (original) => {
    let payload = original
    for (const { title, run } of inOrder) {
      try {
        const next = run(payload, original)
        if (next === undefined) return { dropped: 'FILTERED_BY_RULES', by: title }
        payload = next
      } catch (error) {
        return { dropped: 'FILTERED_BY_RULES', by: title, error: (error as Error).message }
      }
    }
    return { payload }
  }
}

function readableSteps(filter: DestinationFilter): Step[] {
  try {
    return stepsOf(filter)
  } catch (error) {
    const run = () => {
      throw error
    }
    return [{ title: filter.title, rank: -1, run }]
  }
}

function stepsOf({ title, if: text, actions }: DestinationFilter): Step[] {
  const holds = readCondition(text)
  return actions.map((action) => ({ title, rank: RANK[action.type], run: compileAction(action, holds, title) }))
}

function compileAction(action: FilterAction, holds: Condition, title: string): Step['run'] {
  switch (action.type) {
    case 'DROP':
      return (payload, original) => (holds(original) ? undefined : payload)
    case 'ONLY_SEND':
      return (payload, original) => (holds(original) ? payload : undefined)
    case 'SAMPLE': {
      const inSample = compileSample(action, title)
      return (payload, original) => (!holds(original) || inSample(original) ? payload : undefined)
    }
    case 'DROP_PROPERTIES':
    case 'ALLOW_PROPERTIES': {
      const change =
        action.type === 'DROP_PROPERTIES' ? compileDropProperties(action.fields) : compileAllowProperties(action.fields)
      return (payload, original) => (holds(original) ? change(payload) : payload)
    }
  }
}
