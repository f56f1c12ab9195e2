import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Resolves once the disk has a file's bytes, or a folder's names. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The same for a folder and everything in it. */
export async function syncTree(path: string): Promise<void> {
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const inner = join(path, entry.name)
    await (entry.isDirectory() ? syncTree(inner) : syncPath(inner))
  }
  await syncPath(path)
}
