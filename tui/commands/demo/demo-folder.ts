import { once } from 'node:events'
import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

const PREFIX = 'audit-trail-demo-'
const SOCKET = 'audit-trail.sock'
/** Longer than any demo takes until its daemon listens, or to remove what it made. */
const STALE_MS = 60_000

/** A folder for a demo's data and socket. Who makes it removes it or, where he is killed, a later demo. */
export async function makeDemoFolder(nowMs: number): Promise<{ readonly path: string; readonly socket: string }> {
  await removeStale(nowMs)
  const path = await mkdtemp(join(tmpdir(), PREFIX))
  return { path, socket: join(path, SOCKET) }
}

/** Removes this user's folders of demos that were killed: nobody answers there. What cannot be removed stays, and is in nobody's way. */
async function removeStale(nowMs: number): Promise<void> {
  const names = await readdir(tmpdir()).catch((): string[] => [])
  for (const path of names.filter((name) => name.startsWith(PREFIX)).map((name) => join(tmpdir(), name))) {
    const found = await lstat(path).catch(() => undefined)
    if (!found?.isDirectory() || found.uid !== userInfo().uid || nowMs - found.mtimeMs < STALE_MS) continue
    if (await answers(join(path, SOCKET))) continue
    await rm(path, { recursive: true, force: true }).catch(() => undefined)
  }
}

/** Of a daemon that is killed the socket stays, and refuses. */
async function answers(socket: string): Promise<boolean> {
  const connection = connect(socket)
  try {
    await once(connection, 'connect')
    return true
  } catch {
    return false
  } finally {
    connection.destroy()
  }
}
