import { spawn } from 'node:child_process'

/** Terminals drop longer OSC 52 sequences; many stop at this. */
export const MAX_OSC52_BYTES = 74_994

/** Where a copy went: into tmux for certain, or to the terminal, which does not say whether it took it. */
export type Copied = 'tmux' | 'terminal' | 'too-large'

/** Copies to the clipboard. `write` sends bytes to the terminal past the screen. */
export async function copyText(text: string, tmux: boolean, write: (sequence: string) => void): Promise<Copied> {
  // Default tmux swallows OSC 52; asked itself, it also passes the text on to the terminal outside.
  if (tmux && (await loadTmuxBuffer(text))) return 'tmux'
  const encoded = Buffer.from(text).toString('base64')
  if (encoded.length > MAX_OSC52_BYTES) return 'too-large'
  write(`\x1b]52;c;${encoded}\x07`)
  return 'terminal'
}

function loadTmuxBuffer(text: string): Promise<boolean> {
  return new Promise((resolve) => {
    const tmux = spawn('tmux', ['load-buffer', '-w', '-'], { stdio: ['pipe', 'ignore', 'ignore'] })
    tmux.once('error', () => resolve(false))
    tmux.once('close', (code) => resolve(code === 0))
    // Where tmux is gone before it has read everything, its exit code says so.
    tmux.stdin.on('error', () => {})
    tmux.stdin.end(text)
  })
}
