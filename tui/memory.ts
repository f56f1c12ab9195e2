import { randomUUID } from 'node:crypto'
import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { MAX_HISTORY } from './model/filters.js'
import type { Change, Remembered } from './model/remembered.js'
import { checkRemembered, isObject } from './remembered-checks.js'

/** What dashboards of one user know of each other and of those before. Nothing it fails in ends a dashboard. */
export interface Memory {
  read(): Remembered
  /** Lines that were typed, the oldest first, each once; those of other dashboards as of the last write. */
  readonly history: readonly string[]
  /** Written at once, key by key over what other dashboards have written; of marks trail by trail. A key that is undefined is forgotten. */
  remember(change: Change): void
  addToHistory(line: string): void
  /** Hears of files that cannot be read or written, those of before included. */
  onTrouble(listener: (message: string) => void): void
  /** Resolves when everything is written. Idempotent. */
  close(): Promise<void>
}

/** The folder where the dashboards of a user keep what they remember. */
export const memoryFolder = (environment: Readonly<Record<string, string | undefined>>, home: string): string =>
  join(environment.XDG_STATE_HOME || join(home, '.local/state'), 'audit-trail/dashboard')

/**
 * Memory on disk: `remembered.json` and `history.json`, mode 0600 in a folder of
 * mode 0700, replaced by rename. A file that cannot be read is moved aside to
 * `.bad`, with what can still be used of it written anew.
 */
export async function openMemory(folder: string): Promise<Memory> {
  const rememberedFile = join(folder, 'remembered.json')
  const historyFile = join(folder, 'history.json')
  const told = new Set<string>()
  let tell = (_message: string): void => {}
  const trouble = (message: string) => {
    if (!told.has(message)) tell(message)
    told.add(message)
  }

  /** What is not on disk yet. */
  let change: Change = {}
  let lines: readonly string[] = []
  let remembered: Remembered = {}
  let history: readonly string[] = []

  const readJson = async (path: string): Promise<unknown> => {
    try {
      return JSON.parse(await readFile(path, 'utf8'))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      if (!(error instanceof SyntaxError)) throw error
      await moveAside(path, 'it is not JSON')
      return undefined
    }
  }
  const moveAside = async (path: string, why: string) => {
    await rename(path, `${path}.bad`)
    trouble(`Cannot use ${path}: ${why}; it is now ${path}.bad`)
  }
  /** Takes in what is on disk, under what is not there yet. */
  const load = async () => {
    const [object, list] = await Promise.all([readJson(rememberedFile), readJson(historyFile)])
    const { good, bad } = checkRemembered(isObject(object) ? object : {})
    if (object !== undefined && (bad.length > 0 || !isObject(object))) {
      await moveAside(
        rememberedFile,
        isObject(object) ? `${bad.join(', ')} is not what it should be` : 'it is no object',
      )
      change = merged(good, change)
    }
    const texts = Array.isArray(list) ? list.filter((line) => typeof line === 'string') : []
    if (list !== undefined && (!Array.isArray(list) || texts.length < list.length)) {
      await moveAside(historyFile, 'it is no list of lines')
      lines = withLines(texts, lines)
    }
    remembered = merged(good, change)
    history = withLines(texts, lines)
  }

  let writing: Promise<void> = Promise.resolve()
  const write = async () => {
    if (isEmpty(change) && lines.length === 0) return
    try {
      await load()
      const [unsaved, typed] = [change, lines]
      change = {}
      lines = []
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await chmod(folder, 0o700)
      if (!isEmpty(unsaved)) await replace(rememberedFile, `${JSON.stringify(remembered, undefined, 2)}\n`)
      if (typed.length > 0) await replace(historyFile, `${JSON.stringify(history)}\n`)
    } catch (error) {
      trouble(`Cannot remember: ${(error as Error).message}`)
    }
  }
  const soon = () => {
    writing = writing.then(write)
  }

  try {
    await load()
    if (!isEmpty(change) || lines.length > 0) soon()
  } catch (error) {
    trouble(`Cannot remember: ${(error as Error).message}`)
  }
  return {
    read: () => remembered,
    get history() {
      return history
    },
    remember(more) {
      change = merged(change, more)
      remembered = merged(remembered, more)
      soon()
    },
    addToHistory(line) {
      lines = withLines(lines, [line])
      history = withLines(history, [line])
      soon()
    },
    onTrouble(listener) {
      tell = listener
      for (const message of told) listener(message)
    },
    close: () => writing,
  }
}

/** Forgets everything when it ends. */
export function noMemory(): Memory {
  let remembered: Remembered = {}
  let history: readonly string[] = []
  return {
    read: () => remembered,
    get history() {
      return history
    },
    remember(change) {
      remembered = merged(remembered, change)
    },
    addToHistory(line) {
      history = withLines(history, [line])
    },
    onTrouble() {},
    close: async () => {},
  }
}

const isEmpty = (change: Change): boolean => Object.keys(change).length === 0

const merged = <T extends Change>(before: T, { marks, ...rest }: Change): T => ({
  ...before,
  ...rest,
  ...(marks !== undefined && { marks: { ...before.marks, ...marks } }),
})

const withLines = (before: readonly string[], added: readonly string[]): readonly string[] =>
  [...before.filter((line) => !added.includes(line)), ...added].slice(-MAX_HISTORY)

async function replace(path: string, text: string): Promise<void> {
  const fresh = `${path}.${randomUUID()}`
  try {
    const file = await open(fresh, 'wx', 0o600)
    try {
      await file.writeFile(text)
      // Otherwise a power cut may leave the new name on an empty file.
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(fresh, path)
  } catch (error) {
    await rm(fresh, { force: true })
    throw error
  }
}
