import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTrail } from '#daemon/store/open.js'
import type { Trail, TrailOptions } from '#daemon/store/trail.js'
import type { Draft } from '#protocol/event.js'

/** A trail in a folder of its own that goes when the test ends. */
export interface TemporaryTrail extends AsyncDisposable {
  readonly path: string
  readonly trail: Trail
  readonly problems: readonly string[]
  /** Closes it, lets `between` at the folder, and opens it again. */
  reopen(between?: () => Promise<void>): Promise<Trail>
}

export async function temporaryTrail(options: Partial<TrailOptions> = {}): Promise<TemporaryTrail> {
  const path = await mkdtemp(join(tmpdir(), 'audit-trail-store-'))
  const problems: string[] = []
  const open = () =>
    openTrail({
      path,
      now: Date.now,
      dedupeIds: 100_000,
      onProblem: (problem) => problems.push(problem),
      lossDraft: (loss) => draft({ action: 'Audit Events Lost', details: { ...loss } }),
      ...options,
    })
  let trail = await open()
  return {
    path,
    problems,
    get trail() {
      return trail
    },
    async reopen(between) {
      await trail.close()
      await between?.()
      trail = await open()
      return trail
    },
    async [Symbol.asyncDispose]() {
      await trail.close()
      await rm(path, { recursive: true, force: true })
    },
  }
}

export function draft(fields: Partial<Draft> = {}): Draft {
  return {
    id: crypto.randomUUID(),
    workspace: 'acme',
    action: 'Source Created',
    area: 'Sources',
    outcome: 'success',
    actor: { type: 'user', id: 'u-1' },
    resource: {},
    details: {},
    ...fields,
  }
}

export function drafts(count: number, fields: (i: number) => Partial<Draft> = () => ({})): Draft[] {
  return Array.from({ length: count }, (_, i) => draft(fields(i)))
}
