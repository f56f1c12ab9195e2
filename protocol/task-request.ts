import Type from 'typebox'
import { call, OWNERS, READERS, wholeCall } from './call.js'

const closed = { additionalProperties: false } as const

/** Work with an end, made of steps: one that was disrupted goes on at the first step without a `completedAt`. */
export interface Task {
  readonly id: string
  /** What it does: "retention", "replay", … */
  readonly kind: string
  /** On what, where that is not clear: the name of a destination. */
  readonly subject?: string
  /** `waiting`: for one of those that run to end, or for what `message` says. */
  readonly state: 'waiting' | 'running' | 'completed' | 'failed' | 'cancelled'
  readonly startedAt: string
  readonly endedAt?: string
  readonly steps: readonly { readonly name: string; readonly completedAt?: string }[]
  /** 0 to 1 while running. */
  readonly progress?: number
  readonly message?: string
}

export const TASK_REQUESTS = {
  /** Those that run or wait, then those that ended, each the newest first. */
  'tasks.list': wholeCall<{ tasks: Task[] }>()(READERS, Type.Object({}, closed)),
  /** Stops it within its step; answered when it has. Throws `not-found` where it has ended. */
  'tasks.cancel': call<Task>()(OWNERS, Type.Object({ id: Type.String({ minLength: 1, maxLength: 128 }) }, closed)),
} as const
