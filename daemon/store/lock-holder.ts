import { readFile, stat } from 'node:fs/promises'

/** Whether a file is locked, and by which process: of another container that is not told. */
export interface Lock {
  readonly held: boolean
  readonly pid?: number
}

/** As the system tells it (proc(5), `/proc/locks`); undefined where it does not. */
export async function lockOn(path: string): Promise<Lock | undefined> {
  try {
    const locks = await readFile('/proc/locks', 'utf8')
    const { ino } = await stat(path)
    const held = locks.split('\n').find((line) => line.split(/\s+/)[5]?.endsWith(`:${ino}`))
    const pid = Number(held?.split(/\s+/)[4])
    return { held: held !== undefined, ...(pid > 0 && { pid }) }
  } catch {
    return undefined
  }
}
