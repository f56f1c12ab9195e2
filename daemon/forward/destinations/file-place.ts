import { realpathSync } from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DestinationSettings } from '../../../protocol/destination-settings.js'

type Named = Pick<DestinationSettings, 'name' | 'url'>

/** What is wrong with where a file is to lie; undefined where it may. */
export function placeProblem(settings: Named, folders: readonly string[]): string | undefined {
  const { url } = settings
  if (folders.length === 0) return 'cannot be: there is no folder for files'
  if (url === undefined) return undefined
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  const bare = parsed?.protocol === 'file:' && parsed.host === '' && parsed.search === '' && parsed.hash === ''
  if (!bare || url.endsWith('/') || url.includes('%00')) return 'must be as file:///folder/name'
  try {
    realPlace(settings, folders)
    return undefined
  } catch (cause) {
    return (cause as Error).message
  }
}

/**
 * The file's path without a symbolic link in its folder. Throws where that does not exist
 * or lies, by way of a link or not, in none of the folders where files may be written.
 */
export function realPlace({ name, url }: Named, folders: readonly string[]): string {
  const path = url === undefined ? join(folders[0]!, `${name}.ndjson`) : fileURLToPath(url)
  const folder = realpathSync(dirname(path))
  const homes = folders.flatMap(realFolders)
  if (homes.some((home) => `${folder}${sep}`.startsWith(home.endsWith(sep) ? home : `${home}${sep}`)))
    return join(folder, basename(path))
  throw Object.assign(new Error(`must lie in one of the folders for files: ${folders.join(', ')}`), {
    code: 'FOLDER_REFUSED',
  })
}

/** One that does not exist holds nothing. */
function realFolders(folder: string): string[] {
  try {
    return [realpathSync(folder)]
  } catch {
    return []
  }
}
