import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { canonicalJson } from '../../protocol/canonical.js'
import { TrailError } from '../../protocol/error.js'
import type { AuditEvent } from '../../protocol/event.js'
import { syncPath } from './sync-path.js'

/** Where expired events go before they are removed. */
export interface Archive {
  /** Resolves when these events of one segment are on disk there, beside those put before; putting one again changes nothing. */
  put(segmentSeq: number, events: readonly AuditEvent[]): Promise<void>
}

/** One file of an archive: events of one segment, in seq order. */
export interface ArchiveFile {
  readonly name: string
  readonly segmentSeq: number
  readonly minMs: number
  readonly maxMs: number
}

/** `0000000000004097_20260801T101500.000Z_20260802T093000.500Z.ndjson.gz`: first seq of the segment, earliest and latest timestamp. */
const NAME =
  /^(\d{16})_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)([\d.]{6})Z_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)([\d.]{6})Z\.ndjson\.gz$/

/**
 * An archive in a folder: gzipped NDJSON, the canonical lines that leaf hashes are
 * of. A file is never changed but replaced, so that a crash leaves either or both,
 * and as the same line is the same event, never one twice.
 */
export function openArchive(path: string): Archive {
  let known: Map<number, readonly string[]> | undefined
  const load = async () => {
    await mkdir(path, { recursive: true, mode: 0o700 })
    for (const name of await readdir(path)) if (name.endsWith(PART)) await rm(join(path, name))
    const bySegment = new Map<number, readonly string[]>()
    for (const { segmentSeq, name } of await archiveFiles(path)) {
      bySegment.set(segmentSeq, [...(bySegment.get(segmentSeq) ?? []), name])
    }
    return bySegment
  }
  return {
    async put(segmentSeq, events) {
      if (events.length === 0) return
      known ??= await load()
      const before = known.get(segmentSeq) ?? []
      const byLine = new Map<string, AuditEvent>()
      for (const name of before) {
        for (const event of await readArchiveFile(path, name)) byLine.set(canonicalJson(event), event)
      }
      for (const event of events) byLine.set(canonicalJson(event), event)
      const lines = [...byLine].sort(([, a], [, b]) => a.seq - b.seq).map(([line]) => line)
      const name = nameOf(segmentSeq, [...byLine.values()])
      await writeDurably(path, name, await promisify(gzip)(`${lines.join('\n')}\n`))
      for (const old of before) if (old !== name) await rm(join(path, old))
      known.set(segmentSeq, [name])
    },
  }
}

/** Replaces a file by one of the same events, some of which became something else; undefined stands for one that stays. Resolves with how many did. */
export async function rewriteArchiveFile(
  path: string,
  name: string,
  become: (event: AuditEvent) => AuditEvent | undefined,
): Promise<number> {
  const events = await readArchiveFile(path, name)
  const after = events.map((event) => become(event))
  const changed = after.filter((event) => event !== undefined).length
  if (changed === 0) return 0
  const lines = events.map((event, i) => canonicalJson(after[i] ?? event))
  await writeDurably(path, name, await promisify(gzip)(`${lines.join('\n')}\n`))
  return changed
}

const PART = '.ndjson.gz.part'

/** In order of segments. A folder that is not there is an empty archive. */
export async function archiveFiles(path: string): Promise<ArchiveFile[]> {
  const names = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return names.sort().flatMap((name) => {
    const [, seq, ...times] = NAME.exec(name) ?? []
    if (seq === undefined) return []
    const msOf = ([year, month, day, hour, minute, second]: string[]) =>
      Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
    return [{ name, segmentSeq: Number(seq), minMs: msOf(times.slice(0, 6)), maxMs: msOf(times.slice(6)) }]
  })
}

/** Throws `damaged` where it is not what was written (gzip keeps a CRC-32). */
export async function readArchiveFile(path: string, name: string): Promise<AuditEvent[]> {
  try {
    const text = (await promisify(gunzip)(await readFile(join(path, name)))).toString('utf8')
    return text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as AuditEvent)
  } catch (cause) {
    throw new TrailError('damaged', `Cannot read ${join(path, name)}: ${(cause as Error).message}`, { cause })
  }
}

function nameOf(segmentSeq: number, events: readonly AuditEvent[]): string {
  const times = events.map(({ timestamp }) => timestamp).sort()
  const short = (time: string) => time.replace(/[-:]/g, '')
  return `${String(segmentSeq).padStart(16, '0')}_${short(times[0]!)}_${short(times.at(-1)!)}.ndjson.gz`
}

/** Whole under its name, or not there. */
async function writeDurably(path: string, name: string, bytes: Uint8Array): Promise<void> {
  const part = join(path, `${name}.part`)
  const file = await open(part, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(part, join(path, name))
  await syncPath(path)
}
