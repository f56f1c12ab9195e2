import { chmod, chown, lstat, mkdir, readdir, readFile, readlink, unlink } from 'node:fs/promises'
import { connect } from 'node:net'
import { dirname } from 'node:path'
import { TrailError } from '../../protocol/error.js'

/** `sun_path` of Linux and of the BSDs, less the closing NUL. */
const MAX_PATH_BYTES = { linux: 107, others: 103 } as const

/**
 * Makes the path free to listen on: a socket that nobody answers on is what a
 * killed daemon left, and goes. Throws `already-exists` naming who answers on it,
 * or what else is there, and `invalid-request` for a path that is too long.
 */
export async function clearSocketPath(path: string, platform: NodeJS.Platform): Promise<void> {
  const limit = platform === 'linux' ? MAX_PATH_BYTES.linux : MAX_PATH_BYTES.others
  const bytes = Buffer.byteLength(path)
  if (bytes > limit) {
    throw new TrailError(
      'invalid-request',
      `Cannot listen on ${path}: the path has ${bytes} bytes, a Unix socket's may have ${limit}`,
    )
  }
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const found = await lstat(path).catch(absent)
  if (found === undefined) return
  if (!found.isSocket())
    throw new TrailError('already-exists', `Cannot listen on ${path}: there is a file that is no socket`)
  if (await answers(path)) {
    throw new TrailError('already-exists', `Cannot listen on ${path}: ${await holderOf(path)} answers on it`)
  }
  await unlink(path).catch(absent)
}

/** Only the owner may connect, or the group, too, where one is named. */
export async function restrictSocket(path: string, group: string | undefined): Promise<void> {
  if (group !== undefined) await chown(path, -1, await groupId(group))
  await chmod(path, group === undefined ? 0o600 : 0o660)
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') resolve(false)
      // Its queue is full: somebody is there, and busy.
      else if (error.code === 'EAGAIN') resolve(true)
      else reject(new TrailError('already-exists', `Cannot listen on ${path}: ${error.message}`, { cause: error }))
    })
  })
}

/** The process that listens on the path, as far as Linux lets us see. */
async function holderOf(path: string): Promise<string> {
  const table = await readFile('/proc/net/unix', 'utf8').catch(() => '')
  // Connections to it bear the path, too; only the socket itself accepts them (proc(5), net(7): __SO_ACCEPTCON).
  const line = table.split('\n').find((row) => row.endsWith(` ${path}`) && row.trim().split(/\s+/)[3] === '00010000')
  const link = `socket:[${line?.trim().split(/\s+/)[6]}]`
  for (const pid of line === undefined ? [] : await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    const files = await readdir(`/proc/${pid}/fd`).catch(() => [])
    for (const file of files) {
      if ((await readlink(`/proc/${pid}/fd/${file}`).catch(() => '')) !== link) continue
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      return `process ${pid} (${command.split('\0').join(' ').trim()})`
    }
  }
  return 'another process'
}

async function groupId(group: string): Promise<number> {
  if (/^\d+$/.test(group)) return Number(group)
  const groups = await readFile('/etc/group', 'utf8')
  const id = groups
    .split('\n')
    .map((line) => line.split(':'))
    .find(([name]) => name === group)?.[2]
  if (id === undefined)
    throw new TrailError('not-found', `Cannot give the socket to the group ${group}: there is none in /etc/group`)
  return Number(id)
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
