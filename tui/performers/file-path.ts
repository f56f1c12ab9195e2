import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, resolve, sep } from 'node:path'
import type { PathLook } from '../model/export-dialog.js'

/** Where paths that are typed begin. */
export interface Folders {
  readonly home: string
  /** The one the program was started in. */
  readonly current: string
}

/** What a person typed as a path; `~/` is the home folder, as no shell has seen it. */
export const absolutePath = (typed: string, { home, current }: Folders): string =>
  resolve(current, typed === '~' || typed.startsWith('~/') ? home + typed.slice(1) : typed)

export function shownPath(path: string, { home }: Folders): string {
  return path === home || path.startsWith(home + sep) ? `~${path.slice(home.length)}` : path
}

export const isThere = async (path: string): Promise<boolean> => (await kindOf(path)) !== 'none'

type Kind = 'none' | 'folder' | 'file' | 'unreachable'

async function kindOf(path: string): Promise<Kind> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file'
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'ENOENT' ? 'none' : 'unreachable'
  }
}

export async function lookAtPath(path: string, folders: Folders): Promise<PathLook> {
  const whole = absolutePath(path, folders)
  const told = { path, absolute: shownPath(whole, folders) }
  const kind = await kindOf(whole)
  if (kind === 'folder') return { ...told, exists: true, problem: 'this is a folder' }
  if (kind === 'file') return { ...told, exists: true }
  const folder = await kindOf(dirname(whole))
  if (folder === 'folder') return { ...told, exists: false }
  return {
    ...told,
    exists: false,
    problem: folder === 'none' ? 'there is no such folder' : 'the folder cannot be reached',
  }
}

export interface CompletedPath {
  readonly completed: string
  /** Names that go on from there, where there are several. */
  readonly candidates: readonly string[]
}

const MOST_CANDIDATES = 50

/** A path as far as it is certain; of a folder with a slash at its end. */
export async function completePath(typed: string, folders: Folders): Promise<CompletedPath> {
  const whole = absolutePath(typed === '' ? '.' : typed, folders)
  const inFolder = typed === '' || typed.endsWith('/')
  const begun = inFolder ? '' : basename(typed)
  const folder = inFolder ? whole : dirname(whole)
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const names = entries
    // Hidden ones are meant only where that was begun.
    .filter(({ name }) => name.startsWith(begun) && (begun.startsWith('.') || !name.startsWith('.')))
    .map((entry) => `${entry.name}${entry.isDirectory() ? '/' : ''}`)
    .sort()
  const [first] = names
  if (first === undefined) return { completed: typed, candidates: [] }
  const common = names.reduce((shared, name) => {
    let length = 0
    while (length < shared.length && shared[length] === name[length]) length++
    return shared.slice(0, length)
  }, first)
  const completed = typed.slice(0, typed.length - begun.length) + common
  return { completed, candidates: names.length > 1 ? names.slice(0, MOST_CANDIDATES) : [] }
}
