import { constants, type Stats } from 'node:fs'
import { type FileHandle, lstat, open, realpath, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { coded } from '../outbound/limit.js'

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_RDWR } = constants
const NEW_LINE = 0x0a
const OPENING_BRACE = 0x7b
/** More than one batch: no crash tears more than the last of them. */
const MAX_TORN_BYTES = 16 << 20

/** A file of JSON objects, one a line, that is only ever added to. */
export interface LineFile {
  /** On disk when it resolves. Where it rejects, what was written of it is gone again, or is cut when the file is opened next. */
  append(lines: Buffer): Promise<void>
  /** Whether it still is what its path leads to, and not moved away or replaced. */
  inPlace(): Promise<boolean>
  size(): Promise<number>
  close(): Promise<void>
}

/** Opens or makes it, mode 0600, and cuts off what a crash left unfinished at its end. Follows no symbolic link. */
export async function openLineFile(path: string): Promise<LineFile> {
  const handle = await open(path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK, 0o600)
  try {
    const opened = await handle.stat()
    if (!opened.isFile()) throw coded('NOT_A_FILE', `${path} is not a file`)
    // Its folder may have become a link after it was looked at.
    if ((await realpath(path)) !== path || !same(opened, await lstat(path)))
      throw coded('FOLDER_REFUSED', `${path} was replaced while it was opened`)
    await cutTornEnd(handle, opened.size, path)
    await syncFolder(path)
  } catch (cause) {
    await handle.close()
    throw cause
  }
  return {
    async append(lines) {
      const { size } = await handle.stat()
      try {
        await handle.appendFile(lines)
        await handle.datasync()
      } catch (cause) {
        // After a failed fsync nobody knows what is on disk; all of it is written again.
        await handle.truncate(size).catch(() => {})
        throw cause
      }
    },
    async inPlace() {
      const found = await lstat(path).catch(() => undefined)
      return found !== undefined && same(found, await handle.stat())
    },
    async size() {
      return (await handle.stat()).size
    },
    close: () => handle.close(),
  }
}

/**
 * Moves a full file to `path.1`, that to `path.2` and so on, as far as there is no gap,
 * which a crash in the midst of it leaves; no more than `keep` of them stay.
 */
export async function rotate(path: string, keep: number): Promise<void> {
  let last = 1
  while (last < keep && (await exists(`${path}.${last}`))) last++
  for (let i = last; i > 1; i--) await rename(`${path}.${i - 1}`, `${path}.${i}`)
  await rename(path, `${path}.1`)
  for (let i = keep + 1; await exists(`${path}.${i}`); i++) await unlink(`${path}.${i}`)
  await syncFolder(path)
}

/** A line without its end, and from the first zero on what a file system lost with the power. No other file is cut: one that does not end as ours do is refused. */
async function cutTornEnd(handle: FileHandle, size: number, path: string): Promise<void> {
  const from = Math.max(0, size - MAX_TORN_BYTES)
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - from), 0, size - from, from)
  const tail = buffer.subarray(0, bytesRead)
  const zero = tail.indexOf(0)
  const kept = tail.subarray(0, zero === -1 ? tail.length : zero).lastIndexOf(NEW_LINE) + 1
  if (kept === tail.length) return
  const torn = tail[kept]
  if ((kept === 0 && from > 0) || (torn !== OPENING_BRACE && torn !== 0))
    throw coded('NOT_NDJSON', `${path} holds something other than lines of JSON objects`)
  await handle.truncate(from + kept)
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(dirname(path))
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

const same = (a: Stats, b: Stats) => a.ino === b.ino && a.dev === b.dev

/** What cannot be looked at is not there: to move it would say so. */
const exists = (path: string) =>
  lstat(path).then(
    () => true,
    () => false,
  )
