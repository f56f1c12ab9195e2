/** What `doctor` looks at, in the order in which it tells. */
export const CHECKS = [
  'daemon',
  'versions',
  'configuration',
  'permissions',
  'data',
  'disk',
  'clock',
  'certificates',
  'destinations',
  'jobs',
  'backup',
  'integrity',
] as const
export type CheckName = (typeof CHECKS)[number]

/** One thing that was looked at. `failure`: something does not work or is not safe; `warning`: it will not, or may not. */
export interface Finding {
  readonly check: CheckName
  readonly level: 'ok' | 'warning' | 'failure'
  readonly message: string
  /** What to do; absent only where all is well. */
  readonly advice?: string
}

export const fine = (check: CheckName, message: string): Finding => ({ check, level: 'ok', message })
export const warning = (check: CheckName, message: string, advice: string): Finding => ({
  ...{ check, level: 'warning', message, advice },
})
export const failure = (check: CheckName, message: string, advice: string): Finding => ({
  ...{ check, level: 'failure', message, advice },
})
