import { chmod, mkdir } from 'node:fs/promises'
import type { AdmissionRules } from './ingest/admit.js'
import { ownDraft } from './ingest/ingest.js'
import type { Log } from './log.js'
import { openReopeningTrail, type ReopeningOptions } from './store/reopening-trail.js'
import type { Trail } from './store/trail.js'

export interface LoggedTrailOptions
  extends Pick<ReopeningOptions, 'path' | 'now' | 'dedupeIds' | 'timings' | 'onFatal'> {
  readonly log: Log
  readonly rules: () => AdmissionRules
  readonly onResume: () => void
}

/** The trail in a folder of the daemon's own; what happens to it is logged, and recorded in itself. */
export async function openLoggedTrail({ log, rules, onResume, ...options }: LoggedTrailOptions): Promise<Trail> {
  await mkdir(options.path, { recursive: true, mode: 0o700 })
  await chmod(options.path, 0o700)
  return openReopeningTrail({
    ...options,
    onProblem: (problem) => log.warn({}, problem),
    lossDraft: (loss) =>
      ownDraft(
        { action: loss.problem === undefined ? 'Audit Events Lost' : 'Audit Data Damaged', details: { ...loss } },
        rules(),
      ),
    outageDraft: (outage) => ownDraft({ action: 'Audit Writes Resumed', details: { ...outage } }, rules()),
    onResume(outage) {
      log.info({ ...outage }, 'writes resume')
      onResume()
    },
  })
}
