import { readFile, rm, writeFile } from 'node:fs/promises'
import { UsageError } from '../world.js'
import type { ExportFormat } from './row-scanner.js'

/** What was asked for; another question cannot go on in the same file. */
export interface ExportRequest {
  readonly filter: string
  readonly format: ExportFormat
  readonly order: 'newest' | 'oldest'
  readonly raw: boolean
  readonly timeZone: string
}

/** The moment an export shows, as the daemon told it when the export began. */
export interface ExportMoment {
  readonly trail: string
  readonly epoch: string
  readonly asOf: number
  /** The instant at which relative times of the filter were fixed. */
  readonly nowMs: number
  readonly total: number
}

export const OWNER_ONLY = 0o600

/** Keeps beside the rows what it takes to go on with them. */
export const keepMoment = (path: string, request: ExportRequest, moment: ExportMoment): Promise<void> =>
  writeFile(path, `${JSON.stringify({ request, moment })}\n`, { mode: OWNER_ONLY })

export const forgetMoment = (path: string): Promise<void> => rm(path, { force: true })

/** The moment of an earlier attempt, if there was one. Throws `UsageError` where that asked another question. */
export async function readMoment(path: string, request: ExportRequest): Promise<ExportMoment | undefined> {
  const text = await readIfThere(path)
  if (text === undefined) return undefined
  const earlier = parse(text)
  if (!earlier) throw new UsageError(`Cannot resume: ${path} cannot be read. Remove it to start anew`)
  const differing = (Object.keys(request) as (keyof ExportRequest)[]).filter((k) => request[k] !== earlier.request[k])
  if (differing.length === 0) return earlier.moment
  const was = differing.map((k) => `${k} was ${JSON.stringify(earlier.request[k])}, is ${JSON.stringify(request[k])}`)
  throw new UsageError(`Cannot resume an export of other options: ${was.join('; ')}. Remove ${path} to start anew`)
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function parse(text: string): { request: ExportRequest; moment: ExportMoment } | undefined {
  try {
    const { request, moment } = JSON.parse(text)
    return typeof request === 'object' && typeof moment?.asOf === 'number' ? { request, moment } : undefined
  } catch {
    return undefined
  }
}
