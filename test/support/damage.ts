import { randomBytes } from 'node:crypto'
import { cp, mkdtemp, readdir, readFile, rm, truncate, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createReading } from '#daemon/query/reading.js'
import { checkTrail } from '#daemon/store/check.js'
import { openTrail } from '#daemon/store/open.js'
import { repairTrail } from '#daemon/store/repair.js'
import type { Trail } from '#daemon/store/trail.js'
import { canonicalJson } from '#protocol/canonical.js'
import type { AuditEvent } from '#protocol/event.js'
import type { SeqRange } from '#protocol/request.js'
import { draft, drafts } from './trail.js'

/** `cut` takes whole records off the end of one of LevelDB's logs, of which the manifest is one: what is left is sound. */
export const WAYS = ['flip', 'truncate', 'cut', 'delete'] as const
export type Way = (typeof WAYS)[number]

/** A trail at rest, and what is in it by an outside record: by seq, as canonical JSON. */
export interface Original {
  readonly path: string
  readonly events: ReadonlyMap<number, string>
}

const signal = new AbortController().signal

/** Two sealed segments and a tail, in several tables and a log that holds some of each. */
export const makeOriginal = () => original([2000, 2500, 1500, 2500, 800], { eachReopened: true, textBytes: 0 })

/** Events so large that LevelDB has written a table while it was open, and has told its manifest. */
export const makeLargeOriginal = () => original([2000, 2500, 1500], { eachReopened: false, textBytes: 4000 })

async function original(
  counts: readonly number[],
  { eachReopened, textBytes }: { readonly eachReopened: boolean; readonly textBytes: number },
): Promise<Original> {
  const path = await mkdtemp(join(tmpdir(), 'audit-trail-damage-'))
  let trail = await open(path, [])
  for (const [n, count] of counts.entries()) {
    if (eachReopened || n === 0) {
      // Each start writes the log of the one before into a table.
      await trail.close()
      trail = await open(path, [])
    }
    const details = (i: number) => ({
      text: `${n} ${i} ${Math.sin(i + 1000 * n)}`.repeat(2),
      more: randomBytes(textBytes / 2).toString('hex'),
    })
    const fields = (i: number) => ({
      action: `Action ${i % 7}`,
      actor: { type: 'user', id: `u-${i % 50}` } as const,
      details: details(i),
    })
    for (let sent = 0; sent < count; sent += 100) await trail.append(drafts(100, fields))
    await trail.idle()
  }
  const { events } = await readAll(trail)
  await trail.close()
  return { path, events: new Map(events.map((event) => [event.seq, canonicalJson(event)])) }
}

/** The files that a data folder is made of; what else LevelDB writes is never read again. */
export async function filesOf(path: string): Promise<string[]> {
  const names = await readdir(join(path, 'db'))
  return [
    'high-water',
    ...names.filter((name) => /\.(ldb|log)$|^(MANIFEST|CURRENT)/.test(name)).map((name) => `db/${name}`),
  ]
}

/** A copy of the trail with one file damaged; `at` (0 to 1) says where. */
export async function damagedCopy(original: Original, file: string, way: Way, at: number): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'audit-trail-damaged-'))
  await cp(original.path, path, { recursive: true })
  const victim = join(path, file)
  if (way === 'delete') await unlink(victim)
  else {
    const bytes = await readFile(victim)
    const offset = Math.min(bytes.length - 1, Math.floor(at * bytes.length))
    if (way === 'truncate') await truncate(victim, offset)
    else if (way === 'cut') await truncate(victim, recordEnds(bytes).findLast((end) => end <= offset) ?? 0)
    else if (bytes.length > 0) {
      bytes[offset]! ^= 1 << (Math.floor(at * 977) % 8)
      await writeFile(victim, bytes)
    }
  }
  return path
}

/** Where the records of one of LevelDB's logs end. Blocks of 32 KiB hold pieces of them: checksum (4 bytes), length (2), type (1: whole, 4: the last piece). */
export function recordEnds(log: Buffer): number[] {
  const ends: number[] = []
  for (let at = 0; at + 7 <= log.length; ) {
    const left = 32_768 - (at % 32_768)
    const type = log[at + 6]
    at += left < 7 ? left : 7 + log.readUInt16LE(at + 4)
    if (left >= 7 && (type === 1 || type === 4)) ends.push(at)
  }
  return ends
}

export interface Outcome {
  /** Refused to open, and said what to do. */
  readonly refused: string | undefined
  /** Named in problems, findings or answers. */
  readonly named: boolean
  readonly missing: number
  readonly missingAfterRepair: number
}

/** Opens what is damaged, reads it, repairs it, and reads it again; throws where a promise is broken. */
export async function prove(original: Original, path: string): Promise<Outcome> {
  try {
    const problems: string[] = []
    const { findings } = await checkTrail({ path, onProgress: () => {} })
    const served = await serve(original, path, problems)
    const named = served.refused !== undefined || problems.length > 0 || findings.length > 0
    if (served.missing.size > 0 && !named) throw new Error(`${served.missing.size} events are missing in silence`)

    const repaired = await repairTrail({
      path,
      now: Date.now,
      onProgress: () => {},
      repairDraft: ({ lost, epoch }) => draft({ action: 'Audit Trail Repaired', details: { lost, epoch } }),
    })
    const again = await checkTrail({ path, onProgress: () => {} })
    if (again.findings.length > 0)
      throw new Error(`damaged after repair: ${JSON.stringify(again.findings.slice(0, 3))}`)
    const after = await serve(original, path, [])
    if (after.refused !== undefined) throw new Error(`refused after repair: ${after.refused}`)
    const unnamed = [...after.missing].filter((seq) => !within(seq, repaired.lost) && !within(seq, served.toldLost))
    if (unnamed.length > 0) throw new Error(`missing after repair without a word: ${unnamed.slice(0, 5)}`)
    return { refused: served.refused, named, missing: served.missing.size, missingAfterRepair: after.missing.size }
  } finally {
    await rm(path, { recursive: true, force: true })
  }
}

async function serve(original: Original, path: string, problems: string[]) {
  let trail: Trail
  try {
    trail = await open(path, problems)
  } catch (error) {
    const message = String(error)
    if (!message.includes('audit-traild repair')) throw error
    return { refused: message, missing: new Set<number>(), toldLost: [] }
  }
  try {
    const { events, damaged, lost } = await readAll(trail)
    const missing = new Set(original.events.keys())
    for (const event of events) {
      // What the trail tells of itself, under seqs that were lost.
      if (event.action.startsWith('Audit ')) continue
      if (original.events.get(event.seq) !== canonicalJson(event))
        throw new Error(`wrong event: ${JSON.stringify(event)}`)
      missing.delete(event.seq)
    }
    const silent = [...missing].filter((seq) => !within(seq, damaged) && !within(seq, lost))
    if (silent.length > 0) throw new Error(`missing and not told: ${silent.slice(0, 5)} of ${silent.length}`)
    return { refused: undefined, missing, toldLost: lost }
  } finally {
    await trail.close()
  }
}

async function readAll(trail: Trail) {
  const { query } = createReading({ trail, now: Date.now, retentionMs: () => undefined })
  const events: AuditEvent[] = []
  const damaged: SeqRange[] = []
  let cursor: string | undefined
  do {
    const page = await query({ order: 'oldest', limit: 1000, ...(cursor !== undefined && { cursor }) }, signal)
    events.push(...page.events)
    damaged.push(...(page.damaged ?? []))
    cursor = page.next
  } while (cursor !== undefined)
  const lost = events.flatMap(({ action, details }): SeqRange[] => {
    if (action === 'Audit Events Lost') return [details as unknown as SeqRange]
    return action === 'Audit Trail Repaired' ? [...(details.lost as SeqRange[])] : []
  })
  return { events, damaged, lost }
}

function within(seq: number, ranges: readonly SeqRange[]): boolean {
  return ranges.some(({ from, to }) => seq >= from && seq <= to)
}

function open(path: string, problems: string[]): Promise<Trail> {
  return openTrail({
    path,
    now: Date.now,
    dedupeIds: 100_000,
    onProblem: (problem) => problems.push(problem),
    lossDraft: (loss) =>
      draft({ action: loss.problem === undefined ? 'Audit Events Lost' : 'Audit Data Damaged', details: { ...loss } }),
  })
}
