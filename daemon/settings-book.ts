import type { OwnEvent } from './ingest/ingest.js'
import { type Counting, settingEvents } from './reload.js'
import type { Settings } from './settings.js'
import type { Records } from './store/records.js'

/** Which settings the trail knows of, so that what is changed between two runs is told like what a reload changes. */
export interface SettingsBook {
  /** What counts from now on: tells what has changed. */
  note(counting: Counting): void
  /** Resolves when what was noted is kept. */
  close(): Promise<void>
}

export interface SettingsBookOptions {
  readonly records: Records
  /** Resolves with whether it is written; what is not waits for a disk that takes it. */
  readonly tell: (event: OwnEvent) => Promise<boolean>
  readonly onError: (error: unknown) => void
}

/** Name of the record that tells a restarted daemon of them. */
const KNOWN = 'known settings'

/** @param counting What counts in this run. What a file with a secret held in the run before is not known. */
export async function openSettingsBook(
  { records, tell, onError }: SettingsBookOptions,
  counting: Counting,
): Promise<SettingsBook> {
  const kept = (await records.get('setting', KNOWN)) as Settings | undefined
  let known = { ...counting, settings: kept ?? counting.settings }
  let keeping = Promise.resolve()
  const keep = (events: readonly OwnEvent[], { settings }: Counting) => {
    const told = Promise.all(events.map(tell))
    keeping = keeping
      .then(async () => {
        // Kept before it is written, a crash would leave it untold; so after a crash it may be told twice.
        if ((await told).every(Boolean)) await records.put('setting', KNOWN, settings)
      })
      .catch(onError)
  }
  const note = (counting: Counting) => {
    const events = settingEvents(known, counting)
    known = counting
    if (events.length > 0) keep(events, counting)
  }
  if (kept === undefined) keep([], counting)
  else note(counting)
  return { note, close: () => keeping }
}
