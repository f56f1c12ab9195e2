import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const OWNER_ONLY = 0o600

/** Writes what no clipboard took to a file that only its owner can read, in a folder of its own. */
export async function writeCopyFile(text: string, name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'audit-trail-copy-'))
  const path = join(folder, name)
  await writeFile(path, text, { mode: OWNER_ONLY, flag: 'wx' })
  return path
}
