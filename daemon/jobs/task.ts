/** Numbers a step hands to the next, and to itself where it is made again; kept with the task. */
export interface Values {
  readonly [name: string]: number | undefined
}

export interface StepContext {
  readonly signal: AbortSignal
  /** From 0 to 1. */
  progress(fraction: number): void
  /** Adds to the values, on disk when it resolves: where to go on, if this step is made again. */
  save(values: Values): Promise<void>
}

/**
 * What a task does. Each completed step is marked on disk with its time and its
 * values, so that a task disrupted at any moment goes on at the first step without
 * one; a step may therefore run twice and must not mind.
 */
export interface Work {
  /** In the order they are made. */
  readonly steps: { readonly [name: string]: (values: Values, context: StepContext) => Promise<Values> }
  /** What was done, in words. */
  message(values: Values): string
  /** Whether the trail itself should tell of it. */
  noteworthy(values: Values): boolean
}
