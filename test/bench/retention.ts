import { setTimeout as delay } from 'node:timers/promises'
import type { Contestant } from './contestant.js'
import { CONTESTANTS } from './contestants.js'
import { alternately, elapsedMs, mapValues, type Row } from './measure.js'
import { row } from './store.js'

/** Removes what is older, which leaves the trails the poorer: nothing can be measured of them after it. */
export async function retention(folders: ReadonlyMap<string, string>, cutoffMs: number): Promise<Row[]> {
  const names = new Map([...folders.keys()].map((name) => [name, name]))
  const results = await alternately(names, 1, async (name) => {
    const contestant = await CONTESTANTS.get(name)!(folders.get(name)!)
    const before = await bytesAtRest(contestant)
    const ms = await elapsedMs(() => contestant.retain(cutoffMs))
    const after = await bytesAtRest(contestant)
    await contestant.close()
    return { seconds: ms / 1000, share: (1 - after / before) * 100 }
  })
  return [
    row(
      'retention of nine tenths',
      's',
      'less',
      mapValues(results, ([result]) => result!.seconds),
    ),
    row(
      'of the disk given back by it',
      '%',
      'more',
      mapValues(results, ([result]) => result!.share),
    ),
  ]
}

/** Once nothing is put in order any more behind what was asked for. */
async function bytesAtRest(contestant: Contestant): Promise<number> {
  for (let bytes = 0; ; await delay(1000)) {
    const now = await contestant.diskBytes()
    if (now === bytes) return now
    bytes = now
  }
}
