import { readFile, stat } from 'node:fs/promises'

/** The id of the process that has locked a file (proc(5), `/proc/locks`); undefined where the system does not tell. */
export async function lockHolder(path: string): Promise<number | undefined> {
  try {
    const { ino } = await stat(path)
    const locks = await readFile('/proc/locks', 'utf8')
    const held = locks.split('\n').find((line) => line.split(/\s+/)[5]?.endsWith(`:${ino}`))
    return Number(held?.split(/\s+/)[4]) || undefined
  } catch {
    return undefined
  }
}
