import type { Method, Params } from './request.js'

/** How many of the trail's events a question has looked at already, or need not. */
export interface Progress {
  readonly done: number
  readonly of: number
}

export type OnProgress = (progress: Progress) => void

/** Requests that can tell how far they are. */
export type ScanMethod = { [M in Method]: 'progress' extends keyof Params<M> ? M : never }[Method]
