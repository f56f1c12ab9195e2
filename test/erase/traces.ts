import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, inflateRawSync } from 'node:zlib'
import { openDatabase } from '#daemon/store/database.js'
import { SPACE } from '#daemon/store/keys.js'

/** Files below a folder in which any of the words stands as it is; archives are unzipped. */
export async function filesWith(folder: string, words: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const bytes = await readFile(path)
    const text = (entry.name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1').toLowerCase()
    if (words.some((word) => text.includes(word.toLowerCase()))) found.push(path)
  }
  return found
}

/** Keys (hexadecimal) of a stopped daemon's database whose key or value holds any of the words; blocks of events are inflated. */
export async function valuesWith(path: string, words: readonly string[]): Promise<string[]> {
  const database = await openDatabase({ path, create: false })
  const found: string[] = []
  const presets = new Map<string, Buffer>()
  for await (const group of database.entries({ gte: Buffer.of(0), lt: Buffer.of(0xff) })) {
    for (const [key, guarded] of group) {
      const place = key.subarray(1, 15).toString('hex')
      if (key[0] === SPACE.ordinals && key[15] === 0xfc) presets.set(place, guarded.subarray(0, -4))
      const value =
        key[0] === SPACE.block
          ? inflateRawSync(guarded.subarray(0, -4), { dictionary: presets.get(place) ?? Buffer.alloc(0) })
          : guarded
      const text = `${key.toString('latin1')} ${value.toString('latin1')}`.toLowerCase()
      if (words.some((word) => text.includes(word.toLowerCase()))) found.push(key.toString('hex'))
    }
  }
  await database.close()
  return found
}
