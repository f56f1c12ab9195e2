import type { Config } from './config.js'
import type { AdmissionRules } from './ingest/admit.js'

/** By what an event is let in now. */
export const rulesOf = ({ workspace, retentionMs, archivePath }: Config, nowMs: number): AdmissionRules => ({
  workspace,
  nowMs,
  // With an archive even an event that is too old already has a place to go: retention moves it there.
  oldestMs: retentionMs === undefined || archivePath !== undefined ? Number.NEGATIVE_INFINITY : nowMs - retentionMs,
})
