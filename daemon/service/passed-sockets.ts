/** A listening socket that the service manager opened for us. */
export interface PassedSocket {
  readonly fd: number
  /** As its unit calls it. */
  readonly name: string
}

/** The first one, after standard input, output and error (sd_listen_fds(3)). */
const FIRST_FD = 3
const MAX_SOCKETS = 1024

/** What was passed to this process; nothing where the variables were meant for another one. */
export function passedSockets(
  { LISTEN_PID, LISTEN_FDS, LISTEN_FDNAMES = '' }: Readonly<Record<string, string | undefined>>,
  pid: number,
): readonly PassedSocket[] {
  if (Number(LISTEN_PID) !== pid || !/^\d+$/.test(LISTEN_FDS ?? '')) return []
  const names = LISTEN_FDNAMES.split(':')
  return Array.from({ length: Math.min(Number(LISTEN_FDS), MAX_SOCKETS) }, (_, i) => ({
    fd: FIRST_FD + i,
    name: names[i] || 'unknown',
  }))
}
