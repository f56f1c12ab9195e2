import type { Daemon } from '../find-daemon.js'
import { Failed } from '../world.js'
import { openExport } from './export-stream.js'
import { PartFile } from './part-file.js'
import type { ExportRequest } from './resume-cursor.js'

/** What was written. */
export interface SavedExport {
  readonly rows: number
  /** Of the whole file, in hex. */
  readonly sha256: string
}

export type OnProgress = (rows: number, total: number) => void

/**
 * Writes every matching event to a file, which appears whole or not at all; until
 * then rows stand in `FILE.part`, and the same request again goes on behind the last
 * whole one. Resolves with what is in the file. Throws `Failed` where the connection
 * breaks or rows were deleted meanwhile, `UsageError` where another export is under
 * way in that file, the daemon's errors, and the signal's reason.
 */
export async function saveExport(
  daemon: Daemon,
  request: ExportRequest,
  file: string,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<SavedExport> {
  const part = await PartFile.open(file, request)
  try {
    const { moment, chunks } = await openExport(daemon, request, part.resumed, signal)
    if (!part.resumed) await part.begin(moment)
    for await (const chunk of unbroken(chunks, signal, 'the same command again resumes it')) {
      await part.write(chunk)
      onProgress(part.rows, moment.total)
    }
    if (part.rows !== moment.total) await part.giveUp()
    refuseMissing(part.rows, moment.total, `${file}.part lacks them; the same command again starts anew`)
    return { rows: part.rows, sha256: await part.finish() }
  } finally {
    await part.close()
  }
}

/** Tells a connection that broke from one that was given up. */
export async function* unbroken(chunks: AsyncIterable<Uint8Array>, signal: AbortSignal, consequence: string) {
  try {
    yield* chunks
  } catch (cause) {
    signal.throwIfAborted()
    throw new Failed(`Cannot finish the export: the connection broke; ${consequence}`, { cause })
  }
}

export function refuseMissing(rows: number, total: number, consequence: string): void {
  if (rows === total) return
  throw new Failed(`Cannot finish the export: ${total - rows} of ${total} rows were deleted meanwhile; ${consequence}`)
}
