import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Sum of the sizes of all files below; what goes away meanwhile counts nothing. Throws where the folder cannot be read. */
export async function folderBytes(path: string): Promise<number> {
  const names = await readdir(path, { recursive: true })
  const sizes = names.map((name) =>
    stat(join(path, name)).then(
      (found) => (found.isFile() ? found.size : 0),
      () => 0,
    ),
  )
  return (await Promise.all(sizes)).reduce((a, b) => a + b, 0)
}
