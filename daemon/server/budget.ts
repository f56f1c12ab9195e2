/** Bytes that all who share it may hold together. */
export interface Budget {
  /** False, and nothing taken, where it is used up. */
  take(bytes: number): boolean
  give(bytes: number): void
}

/** @param maxBytes As of now. */
export function createBudget(maxBytes: () => number): Budget {
  let held = 0
  return {
    take(bytes) {
      if (held + bytes > maxBytes()) return false
      held += bytes
      return true
    },
    give(bytes) {
      held -= bytes
    },
  }
}
