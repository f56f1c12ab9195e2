/** What a sheet of text is about: the last toasts, the link to the daemon, a job by its name, a task by its id, an alert by its id. */
export type SheetTopic =
  | { readonly kind: 'messages' }
  | { readonly kind: 'connection' }
  | { readonly kind: 'job'; readonly name: string }
  | { readonly kind: 'task'; readonly id: string }
  | { readonly kind: 'alert'; readonly id: string }

export interface Sheet {
  readonly topic: SheetTopic
  /** The first line in sight; as far down as there is text. */
  readonly top: number
}

/** The newest messages and changes of the link stand at the end, and are what one opens them for. */
export const openSheet = (topic: SheetTopic): Sheet => ({
  topic,
  top: topic.kind === 'messages' ? Number.MAX_SAFE_INTEGER : 0,
})
