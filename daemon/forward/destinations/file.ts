import { mkdir } from 'node:fs/promises'
import { failureOf } from '../outbound/answer.js'
import type { DestinationType, Outcome, SenderOptions } from './destination.js'
import { placeProblem, realPlace } from './file-place.js'
import { type LineFile, openLineFile, rotate } from './line-file.js'

const DEFAULT_ROTATE_BYTES = 64 << 20
const DEFAULT_KEEP_FILES = 10

/**
 * A file of NDJSON, one event a line. A batch is in one file and on its disk when it is
 * delivered; one that was written and not yet known to be when the daemon died is written
 * again. It may be moved away at any time: the next batch makes a new one.
 */
export const file: DestinationType = {
  limits: () => ({ maxEvents: 10_000, maxBytes: 8 << 20, maxEventBytes: 1 << 20 }),
  mistake(settings, secrets, folders) {
    const problem = placeProblem(settings, folders)
    if (problem !== undefined) return { field: 'url', problem }
    return secrets.length > 0 ? { field: 'secret', problem: 'has no place in a file' } : undefined
  },
  encode: (payload) => JSON.stringify(payload),
  open(options) {
    const files = openFiles(options)
    // Batches in turn, also where several are on the way at once.
    let turn: Promise<unknown> = Promise.resolve()
    let closed = false
    return {
      send({ items }, signal) {
        const write = async (): Promise<Outcome> => {
          signal.throwIfAborted()
          if (closed) throw new Error('Cannot send: the sender is closed')
          try {
            await files.append(Buffer.from(items.map(({ text }) => `${text}\n`).join('')))
            return { result: 'delivered' }
          } catch (cause) {
            // Not left open in a state nobody knows: opening it anew finds out.
            await files.close().catch(() => {})
            return failureOf(cause, [])
          }
        }
        const sent = turn.then(write)
        turn = sent.catch(() => {})
        return sent
      },
      async close() {
        closed = true
        await turn
        await files.close()
      },
    }
  },
}

/** The file that is written to now, and behind it the full ones. */
function openFiles({ settings, folders }: SenderOptions) {
  const { rotateBytes = DEFAULT_ROTATE_BYTES, keepFiles = DEFAULT_KEEP_FILES } = settings
  let current: { readonly path: string; readonly lines: LineFile } | undefined

  const close = async () => {
    const open = current
    current = undefined
    await open?.lines.close()
  }
  const opened = async () => {
    if (current !== undefined && !(await current.lines.inPlace())) await close()
    if (current === undefined) {
      if (settings.url === undefined) await mkdir(folders[0]!, { recursive: true, mode: 0o700 })
      const path = realPlace(settings, folders)
      current = { path, lines: await openLineFile(path) }
    }
    return current
  }
  return {
    async append(lines: Buffer) {
      let target = await opened()
      const size = await target.lines.size()
      if (size > 0 && size + lines.length > rotateBytes) {
        await close()
        await rotate(target.path, keepFiles)
        target = await opened()
      }
      await target.lines.append(lines)
    },
    close,
  }
}
