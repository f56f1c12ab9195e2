import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { TrailError } from '../../protocol/error.js'
import type { SeqRange } from '../../protocol/request.js'
import { Erasures } from './check-erasures.js'
import { checkSegment } from './check-segment.js'
import { verify } from './checksum.js'
import { damageIn } from './damage.js'
import { type Database, openDatabase } from './database.js'
import { readMark } from './high-water.js'
import { placeOf, placeOfValues, SPACE } from './keys.js'
import { linkedCopy } from './linked-copy.js'
import { checkManifest } from './manifest.js'
import { readMeta } from './meta.js'
import { recover } from './recover.js'
import { SEGMENT_EVENTS } from './segment.js'
import { segmentCache, segmentReader } from './segment-reader.js'

/** One thing that is wrong, where, and what events that concerns. */
export interface Finding extends Partial<SeqRange> {
  /** Within the data folder. */
  readonly file: string
  readonly problem: string
}

export interface Checked {
  readonly events: number
  readonly lastSeq: number
  readonly segments: number
  /** Events in which a person was erased: their content is not what was recorded, their place in the tree is. */
  readonly erased: number
  readonly findings: readonly Finding[]
}

export interface CheckOptions {
  /** The data folder. No daemon may hold it. */
  readonly path: string
  /** From 0 to 1. */
  readonly onProgress: (fraction: number) => void
}

/** Reads everything there is, and changes nothing. Throws `unavailable` where a daemon holds it. */
export async function checkTrail({ path, onProgress }: CheckOptions): Promise<Checked> {
  const [original, copy] = [join(path, 'db'), join(path, 'db.check')]
  // Of the copy nobody knows but this.
  const said = (message: string) => message.replaceAll(copy, original)
  await linkedCopy(original, copy)
  try {
    await checkManifest(copy)
    const database = await openDatabase({ path: copy, create: false })
    try {
      const { findings, ...checked } = await checkDatabase(database, path, onProgress)
      return { ...checked, findings: findings.map((finding) => ({ ...finding, problem: said(finding.problem) })) }
    } finally {
      await database.close()
    }
  } catch (error) {
    if (error instanceof TrailError && error.type === 'unavailable')
      throw new TrailError('unavailable', `Cannot check ${path}: a daemon holds it; stop that first`, { cause: error })
    const problem = said(damageIn(error).message)
    return { events: 0, lastSeq: 0, segments: 0, erased: 0, findings: [{ file: 'db', problem }] }
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}

async function checkDatabase(
  database: Database,
  path: string,
  onProgress: CheckOptions['onProgress'],
): Promise<Checked> {
  const findings: Finding[] = await checkValues(database)
  const meta = readMeta(database)
  if (meta === undefined)
    return {
      events: 0,
      lastSeq: 0,
      segments: 0,
      erased: 0,
      findings: [...findings, { file: 'db', problem: "The trail's name is missing" }],
    }
  const found = await recover(database)
  for (const { from, to } of found.lost) findings.push({ file: 'db', from, to, problem: 'The events are missing' })
  for (const { from, to, problem } of found.damaged) findings.push({ file: 'db', from, to, problem })
  const reader = segmentReader(database, found.dictionary, undefined, segmentCache())
  const erasures = new Erasures()
  for (const { events } of found.batches)
    for (const event of events) if (event.erased !== undefined) erasures.note(event)
  for (const [i, segment] of found.segments.entries()) {
    const damages = checkSegment(reader, segment, meta.idSeed, (event) => erasures.note(event))
    findings.push(...damages.map((damage) => ({ file: 'db', ...damage })))
    onProgress((i + 1) / found.segments.length)
    // A key pressed must be able to end it.
    await new Promise(setImmediate)
  }
  findings.push(...erasures.findings(found, reader))
  const mark = await readMark(join(path, 'high-water'))
  if (mark === undefined && found.lastSeq > 0)
    findings.push({ file: 'high-water', problem: 'It is missing or damaged' })
  if (mark !== undefined && mark.seq > found.lastSeq)
    findings.push({ file: 'db', from: found.lastSeq + 1, to: mark.seq, problem: 'The newest events are missing' })
  const events = [...found.segments.map(({ rows }) => rows), ...found.batches.map((batch) => batch.events.length)]
  return {
    events: events.reduce((a, b) => a + b, 0),
    lastSeq: found.lastSeq,
    segments: found.segments.length,
    erased: erasures.count,
    findings: withoutRepetitions(findings),
  }
}

/** Every value's checksum, whether it is needed or not. */
async function checkValues(database: Database): Promise<Finding[]> {
  const findings: Finding[] = []
  try {
    for await (const group of database.entries({ gte: Buffer.of(0), lt: Buffer.of(0xff) })) {
      for (const [key, guarded] of group) {
        try {
          verify(key, guarded, `the value of ${key.toString('hex')}`)
        } catch (error) {
          findings.push({ file: 'db', ...eventsOf(key), problem: damageIn(error).message })
        }
      }
    }
  } catch (error) {
    findings.push({ file: 'db', problem: damageIn(error).message })
  }
  return findings
}

/** The events that a value is about, as far as its key tells. */
function eventsOf(key: Buffer): SeqRange | undefined {
  const space = key[0]
  if (space === SPACE.values) return around(placeOfValues(key).seq)
  const ofSegment: readonly (number | undefined)[] = [
    SPACE.header,
    SPACE.ordinals,
    SPACE.block,
    SPACE.dropped,
    SPACE.idHashes,
  ]
  return ofSegment.includes(space) ? around(placeOf(key).seq) : undefined
}

function around(seq: number): SeqRange | undefined {
  return seq % SEGMENT_EVENTS === 1 ? { from: seq, to: seq + SEGMENT_EVENTS - 1 } : undefined
}

/** What the parts of a segment say is told once; findings about fewer events tell more. */
function withoutRepetitions(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>()
  return findings.filter(({ file, from, to, problem }) => {
    const name = JSON.stringify([file, from, to, problem])
    if (seen.has(name)) return false
    seen.add(name)
    return true
  })
}
