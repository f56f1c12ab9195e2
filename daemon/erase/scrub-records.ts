import type { RecordKind, Records } from '../store/records.js'

/** What may quote events. */
const KINDS: readonly RecordKind[] = ['dead-letter', 'discard-samples']
const AT_ONCE = 500

/** Takes a person out of what is kept beside the events. Resolves with how many records that changed. */
export async function scrubRecords(records: Records, without: (value: unknown) => unknown): Promise<number> {
  let changed = 0
  for (const kind of KINDS) {
    let after: string | undefined
    for (;;) {
      const found = await records.list(kind, { limit: AT_ONCE, ...(after !== undefined && { after }) })
      if (found.length === 0) break
      after = found.at(-1)![0]
      const scrubbed = found.flatMap(([name, value]) => {
        const clean = without(value)
        return clean === value ? [] : [{ kind, name, value: clean }]
      })
      if (scrubbed.length > 0) await records.write(scrubbed)
      changed += scrubbed.length
    }
  }
  return changed
}
