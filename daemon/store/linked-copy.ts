import { copyFile, link, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { TrailError } from '../../protocol/error.js'

/**
 * A second name for every file of a database, so that it can be opened, and even be
 * mended by LevelDB, while the original stays as it is: LevelDB makes new files and
 * removes old names, and never writes into a file that was there before. The lock is
 * linked, too, so that a daemon that holds the original is noticed.
 */
export async function linkedCopy(from: string, to: string): Promise<void> {
  const entries = await readdir(from, { withFileTypes: true }).catch((cause: unknown) => {
    throw new TrailError('not-found', `Cannot read ${from}: there is no trail`, { cause })
  })
  await rm(to, { recursive: true, force: true })
  await mkdir(to, { mode: 0o700 })
  const files = entries.filter((entry) => entry.isFile())
  for (const { name } of files) {
    const [source, target] = [join(from, name), join(to, name)]
    // Not every file system has links.
    await link(source, target).catch(() => copyFile(source, target))
  }
}
