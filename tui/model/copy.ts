import type { AuditEvent } from '../../protocol/event.js'
import { showJson } from '../../protocol/show.js'
import { searchCommand, showCommand } from './command-line.js'
import type { Field } from './field.js'

/** What of an event can be copied. */
export const COPIES = ['field', 'event', 'message', 'id', 'actor', 'target', 'link', 'command'] as const
export type CopyName = (typeof COPIES)[number]

/** One thing that can be copied, as it will be. */
export interface Copy {
  readonly name: CopyName
  /** For the menu and for what is said when it is done. */
  readonly what: string
  readonly text: string
}

/** What the menu is open on. */
export interface CopyMenu {
  readonly copies: readonly Copy[]
  readonly cursor: number
}

export interface CopyOf {
  /** As it is shown: with its secrets masked, or not. */
  readonly event: AuditEvent
  /** The same in one line. */
  readonly message: string
  readonly filter: string
  /** How the daemon was named on the command line. */
  readonly connect: string | undefined
  /** The one the cursor of the detail is on. */
  readonly field: Field | undefined
}

/** Everything that can be copied; what an event does not have is left out. */
export function copiesOf({ event, message, filter, connect, field }: CopyOf): Copy[] {
  const { actor, resource } = event
  const target = resource.id ?? resource.name ?? resource.type
  return [
    ...(field === undefined ? [] : [{ name: 'field', what: field.name, text: field.text } as const]),
    { name: 'event', what: 'event as JSON', text: showJson(JSON.stringify(event)) },
    { name: 'message', what: 'message', text: message },
    { name: 'id', what: 'id', text: event.id },
    { name: 'actor', what: 'actor', text: actor.email ?? actor.id },
    ...(target === undefined ? [] : [{ name: 'target', what: 'target', text: target } as const]),
    { name: 'link', what: 'link', text: showCommand(event, connect) },
    { name: 'command', what: 'search command', text: searchCommand(filter, connect) },
  ]
}
