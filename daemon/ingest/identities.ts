import type { Actor } from '../../protocol/event.js'
import type { Records } from '../store/records.js'

export interface Identity {
  readonly name?: string
  readonly email?: string
}

/** What is known of people by their id. It completes events as they arrive; stored ones never change. */
export interface Identities {
  /** What is not said stays as it was. */
  learn(id: string, said: Identity): void
  complete(actor: Actor): Actor
  /** Who is called so is not known any more, here or on disk once it resolves. */
  forget(isNamed: (text: string) => boolean): Promise<void>
  /** Resolves once everything learned is on disk. */
  flush(): Promise<void>
}

/** As an event's actor may have them. What is longer, or no Unicode text, is not learned. */
const MAX_CHARACTERS = 1024
const MAX_ID_CHARACTERS = 512

/** Beyond `max` people, those heard of longest ago are forgotten, on disk as well. */
export async function openIdentities(records: Records, max: number): Promise<Identities> {
  const known = new Map<string, Identity>()
  for (const [id, value] of await records.list('identity')) known.set(id, value as Identity)
  const unwritten = new Set<string>()
  let writing = Promise.resolve()

  const write = async (id: string) => {
    const identity = known.get(id)
    await (identity === undefined ? records.delete('identity', id) : records.put('identity', id, identity))
    // Whoever changed it meanwhile has a flush of their own, which comes after this one.
    if (known.get(id) === identity) unwritten.delete(id)
  }

  const flush = () => {
    // One after the other, lest an older value of a person be written over a newer one.
    const flushed = writing.then(async () => {
      await Promise.all([...unwritten].map(write))
    })
    writing = flushed.catch(() => {})
    return flushed
  }

  return {
    learn(id, { name, email }) {
      if (!fits(id, MAX_ID_CHARACTERS)) return
      const before = known.get(id)
      const after: Identity = {
        ...before,
        ...(fits(name, MAX_CHARACTERS) && { name }),
        ...(fits(email, MAX_CHARACTERS) && { email }),
      }
      // Back to the end: a Map keeps the order of insertion, so its first is who was heard of longest ago.
      known.delete(id)
      known.set(id, after)
      if (before?.name !== after.name || before?.email !== after.email) unwritten.add(id)
      if (known.size <= max) return
      const forgotten = known.keys().next().value!
      known.delete(forgotten)
      unwritten.add(forgotten)
    },
    complete(actor) {
      const identity = known.get(actor.id)
      return identity === undefined ? actor : { ...identity, ...actor }
    },
    forget(isNamed) {
      for (const [id, { name = '', email = '' }] of known) {
        if (![id, name, email].some(isNamed)) continue
        known.delete(id)
        unwritten.add(id)
      }
      return flush()
    },
    flush,
  }
}

function fits(text: string | undefined, maxCharacters: number): text is string {
  return text !== undefined && text.length > 0 && text.length <= maxCharacters && text.isWellFormed()
}
