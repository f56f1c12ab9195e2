import type { Values, Work } from './task.js'

/** Work that runs by the clock. Each run that finds something to do is a task. */
export interface Job extends Work {
  readonly name: string
  /** Cron pattern, UTC. */
  readonly schedule: string
  /** Decides whether there is something to do: nothing, something to hold back and why, or the values to begin with. */
  plan(context: {
    readonly last: Values | undefined
    readonly confirm: boolean
  }): Promise<{ readonly message: string } | { readonly held: string } | { readonly input: Values }>
}
