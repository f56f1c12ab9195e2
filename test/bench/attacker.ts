import { ATTACKS } from '../hostile/attacks.js'
import type { Answers, Target } from '../hostile/line.js'

// A process that attacks until its standard input closes, and then says how it was answered.
const [name, target] = process.argv.slice(2) as [string, string]
const end = new AbortController()
const answers: Answers = {}
process.stdin.on('close', () => end.abort()).resume()
end.signal.addEventListener('abort', () => {
  console.log(JSON.stringify(answers))
  process.exit(0)
})
await ATTACKS[name]!.attack(JSON.parse(target) as Target, end.signal, answers)
