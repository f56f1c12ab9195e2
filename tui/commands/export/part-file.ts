import { createHash, type Hash } from 'node:crypto'
import { type FileHandle, open, rename } from 'node:fs/promises'
import { parseTime } from '../../../protocol/time.js'
import {
  type ExportMoment,
  type ExportRequest,
  forgetMoment,
  keepMoment,
  OWNER_ONLY,
  readMoment,
} from './resume-cursor.js'
import { placeOf, type RowScanner, rowScanner } from './row-scanner.js'

/** Where an earlier attempt ended: behind its last whole row. */
export interface Resumed {
  readonly moment: ExportMoment
  readonly seq: number
  readonly timestampMs: number
}

/** An export under way: its rows in `FILE.part`, and in `FILE.part.cursor` what it takes to go on. */
export class PartFile {
  #handle: FileHandle
  #scanner: RowScanner
  #cursorPath: string
  #hash: Hash

  private constructor(
    readonly file: string,
    readonly request: ExportRequest,
    /** Absent where the export begins anew. */
    readonly resumed: Resumed | undefined,
    handle: FileHandle,
    scanner: RowScanner,
    hash: Hash,
  ) {
    this.#handle = handle
    this.#scanner = scanner
    this.#hash = hash
    this.#cursorPath = `${file}.part.cursor`
  }

  /** Cuts the part of an earlier attempt behind its last whole row, else begins a new one. Throws `UsageError` where that attempt asked another question. */
  static async open(file: string, request: ExportRequest): Promise<PartFile> {
    const moment = await readMoment(`${file}.part.cursor`, request)
    const handle = await open(`${file}.part`, moment ? 'a+' : 'w+', OWNER_ONLY)
    try {
      const scanner = rowScanner(request.format)
      const row = await lastRow(handle, scanner)
      const place = row === undefined ? undefined : placeOf(row, request.format)
      const timestampMs = place && parseTime(place.timestamp)
      const resumed = moment && place && timestampMs !== undefined ? { moment, seq: place.seq, timestampMs } : undefined
      await handle.truncate(resumed ? scanner.end : 0)
      scanner.rewind()
      const hash = await hashOf(handle)
      return new PartFile(file, request, resumed, handle, resumed ? scanner : rowScanner(request.format), hash)
    } catch (error) {
      await handle.close()
      throw error
    }
  }

  get rows(): number {
    return this.#scanner.rows
  }

  /** To be called before the first row: rows without their moment could not be gone on with. */
  begin(moment: ExportMoment): Promise<void> {
    return keepMoment(this.#cursorPath, this.request, moment)
  }

  async write(chunk: Uint8Array): Promise<void> {
    await this.#handle.appendFile(chunk)
    this.#scanner.scan(chunk)
    this.#hash.update(chunk)
  }

  /** All rows are there: they are synced and get the file's name. Resolves with the SHA-256 of the file, in hex. */
  async finish(): Promise<string> {
    await this.#handle.sync()
    await rename(`${this.file}.part`, this.file)
    await forgetMoment(this.#cursorPath)
    return this.#hash.digest('hex')
  }

  /** Going on is pointless: the next attempt begins anew. The rows stay. */
  giveUp(): Promise<void> {
    return forgetMoment(this.#cursorPath)
  }

  close(): Promise<void> {
    return this.#handle.close()
  }
}

/** Of what an earlier attempt left, up to where it was cut. */
async function hashOf(handle: FileHandle): Promise<Hash> {
  const hash = createHash('sha256')
  for await (const chunk of handle.createReadStream({ start: 0, autoClose: false })) hash.update(chunk)
  return hash
}

async function lastRow(handle: FileHandle, scanner: RowScanner): Promise<string | undefined> {
  for await (const chunk of handle.createReadStream({ start: 0, autoClose: false })) scanner.scan(chunk)
  if (scanner.rows === 0) return undefined
  const length = scanner.end - scanner.start
  const { buffer } = await handle.read(Buffer.alloc(length), 0, length, scanner.start)
  return buffer.toString()
}
