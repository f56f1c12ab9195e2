import type { Draft } from '../../protocol/event.js'

export interface Appended {
  readonly seq: number
  /** The id was already there; `seq` is the stored event's. */
  readonly duplicate: boolean
}

/** What the ingest side sees of the store. */
export interface Writer {
  /**
   * Resolves when every draft is on disk (fsynced), in order of the drafts. All
   * drafts of a call share a commit. Throws `busy`, `unavailable` or
   * `cannot-write`; then nothing was acknowledged.
   */
  append(drafts: readonly Draft[]): Promise<readonly Appended[]>
}
