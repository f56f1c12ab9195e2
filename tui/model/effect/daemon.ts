import type { Period } from '../stats.js'

/** The daemon is to be asked about itself, or to do something. */
export type DaemonEffect =
  | { readonly type: 'ask-report' }
  /** `confirm`: it may delete what it holds back. */
  | { readonly type: 'run-job'; readonly name: string; readonly confirm: boolean }
  | { readonly type: 'cancel-task'; readonly id: string }
  | { readonly type: 'count-figures'; readonly filter: string; readonly period: Period; readonly nowMs: number }
  /** The widgets that draw figures are needed; answers once. */
  | { readonly type: 'load-charts' }
