/** Resolves with what asked for the end: a signal or, for a child, its parent's end, which closes standard input. */
export function whenToStop(program: NodeJS.Process, withStdin: boolean): Promise<string> {
  return new Promise((resolve) => {
    program.once('SIGTERM', () => resolve('SIGTERM'))
    program.once('SIGINT', () => resolve('SIGINT'))
    if (withStdin) program.stdin.on('close', () => resolve('standard input was closed')).resume()
  })
}
