import type { WireError } from '../../protocol/error.js'
import { command, flag } from './command.js'
import { type Daemon, findDaemon, TARGET_OPTIONS } from './find-daemon.js'
import { type InputLine, inputLines, openInput } from './input-line.js'
import { progressBar } from './progress-bar.js'
import { say } from './say.js'
import { SUBMISSION, submit } from './submit.js'
import { Failed, type World } from './world.js'

/** Far longer than any event may be; such a line is not worth holding. */
const MAX_LINE_BYTES = 1024 * 1024
const TOO_LONG = { type: 'too-large', message: `Cannot read the line: longer than ${MAX_LINE_BYTES} bytes` } as const

export const importEvents = command({
  name: 'import',
  summary: 'store events from NDJSON files or stdin, plain or gzip',
  arguments: '[FILE...]',
  options: { ...TARGET_OPTIONS, quiet: flag('-q, --quiet', 'show no progress') },
  async run(world, args, { quiet, ...target }) {
    const daemon = await findDaemon(world, target)
    const progress = progressBar(world, !quiet)
    const total = { accepted: 0, duplicates: 0, rejected: 0 }
    for (const file of args.length > 0 ? args : ['-']) {
      for await (const { accepted, duplicates, rejected } of importFile(world, daemon, file)) {
        total.accepted += accepted
        total.duplicates += duplicates
        total.rejected += rejected.length
        progress.clear()
        for (const { line, error } of rejected) await say(world, `${file}:${line}: ${error.message}`)
        progress.show(total.accepted + total.duplicates + total.rejected)
      }
    }
    progress.clear()
    await say(world, `${total.accepted} stored, ${total.duplicates} known already, ${total.rejected} rejected`)
    return total.rejected > 0 ? 1 : undefined
  },
})

interface Imported {
  readonly accepted: number
  readonly duplicates: number
  readonly rejected: readonly { readonly line: number; readonly error: WireError }[]
}

async function* importFile(world: World, daemon: Daemon, file: string): AsyncGenerator<Imported> {
  let sure = 0
  try {
    for await (const batch of batches(inputLines(openInput(file, world.stdin), MAX_LINE_BYTES))) {
      yield await importBatch(world, daemon, batch)
      sure = batch.at(-1)!.number
    }
  } catch (error) {
    if (world.signal.aborted) throw error
    await say(world, `${file}: all up to line ${sure} was sent; of line ${sure + 1} and later nothing is sure`)
    throw isReadError(error) ? new Failed(`Cannot read ${file}: ${error.message}`, { cause: error }) : error
  }
}

async function importBatch(world: World, daemon: Daemon, batch: readonly InputLine[]): Promise<Imported> {
  const whole = batch.flatMap(({ number, bytes }) => (bytes ? [{ number, bytes }] : []))
  const tooLong = batch.flatMap(({ number, bytes }) => (bytes ? [] : [{ line: number, error: TOO_LONG }]))
  const { accepted, duplicates, rejected } = await submit(
    daemon,
    whole.map(({ bytes }) => bytes),
    world.signal,
  )
  const refused = rejected.map(({ index, error }) => ({ line: whole[index]!.number, error }))
  return { accepted, duplicates, rejected: [...refused, ...tooLong].sort((a, b) => a.line - b.line) }
}

/** Lines that are not blank, as many as one submission may hold. What precedes damage in the input still comes. */
async function* batches(lines: AsyncIterable<InputLine>): AsyncGenerator<InputLine[]> {
  let batch: InputLine[] = []
  let batchBytes = 0
  let damage: { error: unknown } | undefined
  try {
    for await (const line of lines) {
      if (line.bytes && isBlank(line.bytes)) continue
      batch.push(line)
      batchBytes += line.bytes?.length ?? 0
      if (batch.length < SUBMISSION.maxItems && batchBytes < SUBMISSION.maxBytes) continue
      yield batch
      batch = []
      batchBytes = 0
    }
  } catch (error) {
    damage = { error }
  }
  if (batch.length > 0) yield batch
  if (damage) throw damage.error
}

const isBlank = (bytes: Buffer) => bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d)

/** Of the file system or of gzip. */
const isReadError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'code' in error && /^(E|Z_)[A-Z_]+$/.test(String(error.code))
