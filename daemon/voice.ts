import { showLines } from '../protocol/show.js'

/** The one way to stdout and stderr beside the log. What it quotes of files and arguments steers no terminal. */
export function voiceOf({ stdout, stderr }: Pick<NodeJS.Process, 'stdout' | 'stderr'>) {
  const write = (stream: NodeJS.WriteStream, text: string): void => {
    stream.write(stream.isTTY === true ? showLines(text) : text)
  }
  return {
    write,
    say: (line: string) => write(stdout, `${line}\n`),
    complain: (message: string) => write(stderr, `audit-traild: ${message}\n`),
  }
}
