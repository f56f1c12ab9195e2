import Type from 'typebox'
import { call, OWNERS } from './call.js'
import type { Task } from './task-request.js'

/** Who did what a person did that was erased; in brackets, in place of the person in a text. */
export const ERASED = 'erased'
/** What tells of an erasure; `erased.by` is its seq. */
export const ERASURE_ACTION = 'Audit Person Erased'

/** What would be, or is being, erased. */
export interface Erasure {
  /** Keyed hash of what the person was called: all that is kept of that. */
  readonly subject: string
  /** Events that the person did: time, workspace, area, action, outcome and kind of resource stay. */
  readonly own: number
  /** Others in which the person is named: the names go. */
  readonly mentions: number
  /** Of both, in the archive. */
  readonly archived: number
  /** Names and email addresses that the person's own events have, and that were not given. */
  readonly alsoCalled: readonly string[]
  /** Where the person may still be, in words. */
  readonly notCovered: readonly string[]
  /** What does it, where it was confirmed. */
  readonly task?: Task
}

export const ERASE_REQUESTS = {
  /**
   * Erases one person, called by any of `values` (ids, email addresses, names), from
   * all that the trail holds. Without `confirm`, which is the `subject` of the answer,
   * it only counts.
   */
  erase: call<Erasure>()(
    OWNERS,
    Type.Object(
      {
        values: Type.Array(Type.String({ minLength: 1, maxLength: 512 }), { minItems: 1, maxItems: 20 }),
        confirm: Type.Optional(Type.String({ maxLength: 64 })),
      },
      { additionalProperties: false },
    ),
  ),
} as const
