import type { WireError } from '../../protocol/error.js'
import type { Draft } from '../../protocol/event.js'
import type { RedactionPreview, RedactionRule, RedactionSample } from '../../protocol/redaction.js'
import type { Page, Params } from '../../protocol/request.js'
import type { KeyedHash } from './keyed-hash.js'
import { createRedactor, type Redactable } from './redactor.js'
import { readRules } from './rules.js'

export interface PreviewOptions {
  /** In force now. */
  readonly rules: () => readonly RedactionRule[]
  readonly hash: KeyedHash
  readonly query: (params: Params<'query'>, signal: AbortSignal) => Promise<Page>
  readonly admit: (value: unknown) => { readonly draft: Draft } | { readonly error: WireError }
}

/** Of each rule. */
const MAX_SAMPLES = 5
const DEFAULT_LIMIT = 500

/** What rules would change in a page of the trail or in events that are given. Throws what `readRules` and a query throw. */
export async function preview(
  { rules: current, hash, query, admit }: PreviewOptions,
  { rules: given, events: sent, filter, timeZone, cursor, limit = DEFAULT_LIMIT }: Params<'redaction.preview'>,
  signal: AbortSignal,
): Promise<RedactionPreview> {
  const rules = readRules(given ?? current())
  const redactor = createRedactor(rules, hash)
  const values = rules.map(() => 0)
  const samples: RedactionSample[] = []
  let changed = 0
  const look = (event: Redactable, seq?: number) => {
    const after = redactor.redact(event, (rule, path, value) => {
      values[rule]! += 1
      if (values[rule]! > MAX_SAMPLES) return
      const pointer = path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
      samples.push({
        rule: rules[rule]!.name,
        ...(seq !== undefined && { seq }),
        path: pointer.toWellFormed(),
        before: hinted(value),
      })
    })
    if (after !== event) changed += 1
  }
  const answer = (events: number, rejected: number, next?: string): RedactionPreview => ({
    events,
    changed,
    rejected,
    rules: rules.map(({ name }, i) => ({ rule: name, values: values[i]! })),
    samples,
    ...(next !== undefined && { next }),
  })

  if (sent !== undefined) {
    const admitted = sent.map(admit)
    const drafts = admitted.flatMap((each) => ('draft' in each ? [each.draft] : []))
    for (const draft of drafts) look(draft)
    return answer(drafts.length, admitted.length - drafts.length)
  }
  const page = await query(
    {
      order: 'newest',
      limit,
      ...(filter !== undefined && { filter }),
      ...(timeZone !== undefined && { timeZone }),
      ...(cursor !== undefined && { cursor }),
    },
    signal,
  )
  for (const event of page.events) look(event, event.seq)
  return answer(page.events.length, 0, page.next)
}

/** Enough to see what it is, not enough to use it. */
function hinted(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const shown = text.length >= 12 ? [...text].slice(0, 3).join('') : ''
  return `${shown}… (${text.length} characters)`.toWellFormed()
}
