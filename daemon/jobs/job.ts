/** Numbers a job hands from step to step; kept with its record. */
export interface Values {
  readonly [name: string]: number | undefined
}

/**
 * A job made of steps. Each completed step is marked on disk with its time and its
 * values, so that a job disrupted at any moment goes on at the first step without
 * one; a step may therefore run twice and must not mind.
 */
export interface Job {
  readonly name: string
  /** Cron pattern, UTC. */
  readonly schedule: string
  /** Decides whether there is something to do: nothing, something to hold back and why, or the values to begin with. */
  plan(context: {
    readonly last: Values | undefined
    readonly confirm: boolean
  }): Promise<{ readonly message: string } | { readonly held: string } | { readonly input: Values }>
  /** In the order they are made. */
  readonly steps: { readonly [name: string]: (values: Values, context: StepContext) => Promise<Values> }
  /** What was done, in words. */
  message(values: Values): string
  /** Whether the trail itself should tell of it. */
  noteworthy(values: Values): boolean
}

export interface StepContext {
  readonly signal: AbortSignal
  /** From 0 to 1. */
  progress(fraction: number): void
}
