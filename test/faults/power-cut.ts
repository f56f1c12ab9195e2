import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Random } from '../support/random.js'

type Call = {
  readonly op: string
  readonly path: string
  readonly offset: number
  readonly data: Buffer
}

/** A file, under whatever name, and what was done to it since its last fsync. */
interface File {
  unsynced: Call[]
}

/**
 * The folder as a power cut leaves it, made from the journal of disk.c. Bytes are on
 * disk once their file was fsynced. Names come, change and go in order, and are on
 * disk by the next fsync of anything, as journaling file systems have it (ext4, XFS,
 * Btrfs). Of what was not fsynced, a random part may be there all the same.
 */
export class PowerCut {
  readonly folder: string
  #files = new Map<string, File>()
  #names: (() => void)[] = []

  constructor(folder: string) {
    this.folder = folder
    mkdirSync(folder)
  }

  replay(journal: string, random: Random): void {
    for (const call of calls(readFileSync(journal))) this.#take(call)
    const half = () => random.below(2) === 0
    if (half()) for (const apply of this.#names.splice(0, random.below(this.#names.length + 1))) apply()
    else this.#names = []
    // Names that were never on disk are gone, and with them what was written under them.
    for (const [path, { unsynced }] of this.#files) {
      if (half() || !this.#exists(path)) continue
      const kept = unsynced.slice(0, random.below(unsynced.length + 1))
      const last = kept.pop()
      for (const call of kept) this.#write(path, call)
      if (last !== undefined)
        this.#write(path, { ...last, data: last.data.subarray(0, random.below(last.data.length + 1)) })
    }
    this.#files = new Map()
    this.#names = []
  }

  #take(call: Call): void {
    const { op, path } = call
    if (op === 'W' || op === 'T') this.#file(path).unsynced.push(call)
    else if (op === 'S') this.#sync(path)
    else if (op === 'U') {
      this.#files.delete(path)
      this.#names.push(() => rmSync(join(this.folder, path), { force: true }))
    } else if (op === 'R') this.#rename(path, call.data.toString())
  }

  #file(path: string): File {
    let file = this.#files.get(path)
    if (file === undefined) {
      file = { unsynced: [] }
      this.#files.set(path, file)
      this.#names.push(() => this.#write(path, { op: 'W', path, offset: 0, data: Buffer.alloc(0) }))
    }
    return file
  }

  #rename(from: string, to: string): void {
    const file = this.#file(from)
    this.#files.delete(from)
    this.#files.set(to, file)
    this.#names.push(() => renameSync(join(this.folder, from), join(this.folder, to)))
  }

  #sync(path: string): void {
    for (const apply of this.#names.splice(0)) apply()
    const file = this.#files.get(path)
    for (const call of file?.unsynced.splice(0) ?? []) this.#write(path, call)
  }

  #exists(path: string): boolean {
    try {
      closeSync(openSync(join(this.folder, path), 'r'))
      return true
    } catch {
      return false
    }
  }

  #write(path: string, { op, offset, data }: Call): void {
    const target = join(this.folder, path)
    mkdirSync(dirname(target), { recursive: true })
    const fd = this.#exists(path) ? openSync(target, 'r+') : openSync(target, 'w+')
    if (op === 'T') ftruncateSync(fd, offset)
    else writeSync(fd, data, 0, data.length, offset)
    closeSync(fd)
  }
}

/** A kill may cut the last one off. */
function* calls(journal: Buffer): Generator<Call> {
  for (let at = 0; at + 17 <= journal.length; ) {
    const [pathSize, dataSize] = [journal.readUInt32LE(at + 1), journal.readUInt32LE(at + 5)]
    const end = at + 17 + pathSize + dataSize
    if (end > journal.length) return
    yield {
      op: String.fromCharCode(journal[at]!),
      path: journal.toString('utf8', at + 17, at + 17 + pathSize),
      offset: Number(journal.readBigInt64LE(at + 9)),
      data: journal.subarray(at + 17 + pathSize, end),
    }
    at = end
  }
}
