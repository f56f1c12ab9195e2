import type { Erasure } from '../../protocol/erase.js'
import type { AuditEvent } from '../../protocol/event.js'
import type { Trail } from '../store/trail.js'
import type { Subject } from './subject.js'

type Counted = Pick<Erasure, 'own' | 'mentions' | 'archived' | 'alsoCalled'>

const MAX_ALSO_CALLED = 20

/** What would be erased. It looks at every event, as an erasure does, and lets each stay. */
export async function countOf(
  trail: Pick<Trail, 'erase' | 'eraseArchive' | 'lastSeq'>,
  archivePath: string | undefined,
  person: Subject,
  signal: AbortSignal,
): Promise<Counted> {
  const count = { own: 0, mentions: 0, archived: 0 }
  const also = new Set<string>()
  const look = (event: AuditEvent, isArchived: boolean) => {
    const formed = person.formOf(event)
    if (formed === undefined) return undefined
    count[isArchived ? 'archived' : formed.isOwn ? 'own' : 'mentions'] += 1
    if (formed.isOwn) {
      for (const name of [event.actor.id, event.actor.email, event.actor.name])
        if (name !== undefined && !person.isNamed(name) && also.size < MAX_ALSO_CALLED) also.add(name)
    }
    return undefined
  }
  const looking = { by: 0, onUnreadable: () => {} }
  const whole = { after: 0, through: trail.lastSeq, form: (event: AuditEvent) => look(event, false) }
  for await (const _ of trail.erase({ ...looking, ...whole }, signal)) signal.throwIfAborted()
  if (archivePath !== undefined)
    await trail.eraseArchive(archivePath, { ...looking, form: (event) => look(event, true) }, signal)
  return { ...count, alsoCalled: [...also] }
}
