import type { SeqRange } from '../protocol/request.js'
import { ownDraft } from './ingest/ingest.js'
import { type Checked, checkTrail, type Finding } from './store/check.js'
import { repairTrail } from './store/repair.js'

/** How the commands that need the daemon stopped speak. */
export interface Voice {
  /** One object a line instead of sentences. */
  readonly json: boolean
  /** One line of data. */
  say(line: string): void
  /** Where somebody is watching; from 0 to 1. */
  progress(fraction: number): void
}

/** Ranges named in the event of a repair; its size is bounded, the trail's holes are not. */
const MAX_NAMED = 200

/** Reads everything and says what is wrong. Resolves with whether all is well. */
export async function check(path: string, { json, say, progress }: Voice): Promise<boolean> {
  const { findings, ...counts } = await checkTrail({ path, onProgress: progress })
  for (const finding of findings) say(json ? JSON.stringify(finding) : sentence(finding))
  say(json ? JSON.stringify({ ...counts, findings: findings.length }) : summary({ findings, ...counts }))
  return findings.length === 0
}

/** Saves what can be read and says what was lost. */
export async function repair(
  path: string,
  { json, say, progress }: Voice,
  { workspace, now }: { readonly workspace: string; readonly now: () => number },
): Promise<void> {
  const { findings, lost, kept } = await repairTrail({
    path,
    now,
    onProgress: progress,
    repairDraft({ lost: ranges, epoch }) {
      const details = { lost: ranges.slice(0, MAX_NAMED), count: countOf(ranges), epoch }
      const rules = { workspace, nowMs: now(), oldestMs: Number.NEGATIVE_INFINITY }
      return ownDraft({ action: 'Audit Trail Repaired', details }, rules)
    },
  })
  if (json) return say(JSON.stringify({ findings: findings.length, lost, count: countOf(lost), kept }))
  if (kept === undefined) return say('Nothing is wrong; nothing was changed.')
  for (const { from, to } of lost) say(`Lost: events ${from} to ${to}`)
  say(`Repaired; ${countOf(lost).toLocaleString('en')} events are lost. What was there before is kept in ${kept}.`)
}

function sentence({ file, from, to, problem }: Finding): string {
  return `${file}: ${from === undefined ? '' : `events ${from} to ${to}: `}${problem}`
}

function summary({ events, lastSeq, segments, erased, findings }: Checked): string {
  const told =
    erased === 0
      ? ''
      : ` A person was erased from ${erased.toLocaleString('en')} events: their leaf hashes stand, their content is no longer what was recorded.`
  const read = `${events.toLocaleString('en')} events in ${segments.toLocaleString('en')} segments, up to seq ${lastSeq}`
  return findings.length === 0
    ? `All is well: ${read}.${told}`
    : `${findings.length} findings in ${read}; "audit-traild repair" saves what can be read.${told}`
}

function countOf(ranges: readonly SeqRange[]): number {
  return ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0)
}
