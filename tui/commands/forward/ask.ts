import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import type { World } from '../world.js'

/** Asks somebody at a terminal; what they type is not shown where it is a secret. Rejects when they stop. */
export async function ask({ terminal, signal }: World, question: string, { secret = false } = {}): Promise<string> {
  const { input, output } = terminal!
  // Readline writes the question and what is typed; of a secret only the question gets through.
  let isOpen = true
  const shown = new Writable({
    write(chunk, _encoding, done) {
      if (isOpen) output.write(chunk, () => done())
      else done()
    },
  })
  const lines = createInterface({ input, output: shown, terminal: true })
  try {
    const answer = lines.question(question, { signal })
    isOpen = !secret
    return (await answer).trim()
  } finally {
    lines.close()
    if (secret) output.write('\n')
  }
}
