import type { AuditEvent } from '#protocol/event.js'
import type { SampleEvent } from '../support/sample-events.js'

/** A trail that can be measured. All keep the same events and answer the same questions. */
export interface Contestant {
  /** Resolves when the batch is on disk, fsynced. */
  append(batch: readonly SampleEvent[]): Promise<void>
  /** Resolves when nothing goes on any more behind what was answered. */
  settle(): Promise<void>
  /** The newest 100 of an actor and an action. */
  newestBy(actorId: string, action: string): Promise<readonly AuditEvent[]>
  /** The 20 most frequent actions, areas and actors with their counts; the number of events. */
  facets(): Promise<number>
  /** Events in each of 60 equal stretches of time; their sum. */
  histogram(): Promise<number>
  /** The bytes of an export of every event, newest first; how many events are in it. */
  exportAll(format: 'csv' | 'ndjson'): Promise<number>
  /** How many events hold this text anywhere, in any case of its letters. */
  countText(text: string): Promise<number>
  /** Removes what is older and gives its space back to the disk. */
  retain(cutoffMs: number): Promise<void>
  diskBytes(): Promise<number>
  close(): Promise<void>
}

/** How each is opened; the first is ours, the others are what it is compared with. */
export type Open = (folder: string) => Promise<Contestant>
