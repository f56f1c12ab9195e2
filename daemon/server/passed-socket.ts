import { fstatSync, readFileSync, statSync } from 'node:fs'
import { TrailError } from '../../protocol/error.js'

export type PassedPlace = { readonly kind: 'tcp' } | { readonly kind: 'unix'; readonly path: string }

/**
 * What a listening socket is that another process opened. Throws `invalid-request`
 * where it is none, and for a Unix socket that is open to everybody: whoever can open
 * it is owner, and open is how a socket unit makes it unless it is told.
 */
export function passedPlace(fd: number): PassedPlace {
  const bound = boundPath(inodeOf(fd))
  if (bound === undefined) return { kind: 'tcp' }
  // The name of an abstract one begins with an @ here: no file, no permissions.
  const mode = bound.startsWith('/') ? statSync(bound, { throwIfNoEntry: false })?.mode : undefined
  if (mode === undefined) throw refused(fd, `who may open it cannot be told, there is no file ${bound}`)
  if ((mode & 0o007) !== 0) {
    const octal = (mode & 0o777).toString(8).padStart(4, '0')
    throw refused(fd, `everybody may open ${bound} (mode ${octal}) and would be owner; its unit needs SocketMode=0600`)
  }
  return { kind: 'unix', path: bound }
}

function inodeOf(fd: number): number {
  try {
    const file = fstatSync(fd)
    if (file.isSocket()) return file.ino
  } catch {
    // Not even open.
  }
  throw refused(fd, 'it is no socket')
}

/** What a Unix socket of this network namespace was bound to (proc(5)); undefined where it is none of them. */
function boundPath(inode: number): string | undefined {
  const row = readFileSync('/proc/self/net/unix', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .find((columns) => columns[6] === String(inode))
  return row?.slice(7).join(' ')
}

export const refused = (fd: number, why: string) =>
  new TrailError('invalid-request', `Cannot listen on the socket passed as ${fd}: ${why}`)
