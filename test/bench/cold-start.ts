import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Contestant } from './contestant.js'
import { CONTESTANTS } from './contestants.js'
import { alternately, elapsedMs, mapValues, percentile, type Row } from './measure.js'
import { row } from './store.js'

const SELF = fileURLToPath(import.meta.url)

/** From opening the files to the first answer, each time in a fresh process; loading the program is not counted. */
export async function coldStart(folders: ReadonlyMap<string, string>): Promise<Row[]> {
  const names = new Map([...folders.keys()].map((name) => [name, name]))
  const times = await alternately(names, 3, async (name) => {
    const { stdout } = await promisify(execFile)(process.execPath, [SELF, name, folders.get(name)!])
    return Number(stdout)
  })
  return [
    row(
      'cold start to the first answer',
      'ms',
      'less',
      mapValues(times, (ms) => percentile(ms, 0.5)),
    ),
  ]
}

if (process.argv[1] === SELF) {
  const [name, folder] = process.argv.slice(2) as [string, string]
  let contestant: Contestant | undefined
  const ms = await elapsedMs(async () => {
    contestant = await CONTESTANTS.get(name)!(folder)
    await contestant.newestBy('nobody', 'Source Created')
  })
  process.stdout.write(String(ms))
  await contestant?.close()
}
