import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openArchive } from '#daemon/store/archive.js'
import type { AuditEvent } from '#protocol/event.js'
import type { Page } from '#protocol/request.js'
import { auditEvent } from '../support/audit-event.js'
import { type RunningDaemon, runDaemon } from '../support/running-daemon.js'
import type { WsClient } from '../support/web-socket-client.js'

const HIDDEN = 'hidden-from-you'

let folder: string
let running: RunningDaemon
let token: string
let client: WsClient
let whole: WsClient

/** Of four one may be seen; each of the others differs in another part. */
const archived = Array.from({ length: 60 }, (_, i): AuditEvent => {
  const differs = [{}, { area: HIDDEN }, { action: HIDDEN }, { workspace: HIDDEN }][i % 4]
  const hidden = i % 4 === 0 ? { id: `seen-${i}` } : { id: `${HIDDEN}-${i}`, details: { [HIDDEN]: HIDDEN } }
  const seq = i < 40 ? i + 1 : 4096 + i
  return auditEvent(seq, { area: 'Users', action: 'User Policy Updated', workspace: 'acme-eu', ...hidden, ...differs })
})
const seen = archived.flatMap(({ id }) => (id.startsWith('seen') ? [id] : []))

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-trail-archive-'))
  await openArchive(folder).put(1, archived.slice(0, 40))
  await openArchive(folder).put(4097, archived.slice(40))
  running = await runDaemon({ archivePath: folder, retentionMs: undefined })
  token = await running.token('auditor', 'narrow', {
    limits: { areas: ['users'], actions: ['User *'], workspaces: ['acme-*'] },
  })
  client = await running.webSocket(token)
  whole = await running.webSocket(await running.token('auditor'))
})
afterAll(async () => {
  client.close()
  whole.close()
  await running[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

const page = async (params: object, by = client) => (await by.call('query', { archive: true, ...params })) as Page
const ids = ({ events }: Page) => events.map(({ id }) => id)

test('a page of the archive brings what a limited token may see and nothing else, whatever it asks', async () => {
  expect(ids(await page({ order: 'oldest' }))).toEqual(seen)
  expect(ids(await page({ order: 'oldest', limit: 1000 }, whole))).toHaveLength(60)
  for (const filter of [HIDDEN, '-area:Users', `area:"${HIDDEN}"`, 'area:*', `id:${HIDDEN}-1`, 'seq:1..', `,area:*`]) {
    const answer = await page({ filter }).catch((error: unknown) => error)
    expect([filter, JSON.stringify(answer)]).toEqual([filter, expect.not.stringContaining(HIDDEN)])
  }
})

test('its pages follow on each other, and a cursor from somebody who may see more opens nothing', async () => {
  const found: string[] = []
  for (let cursor: string | undefined, more = true; more; ) {
    const one = await page({ limit: 4, ...(cursor !== undefined && { cursor }) })
    found.push(...ids(one))
    cursor = one.next
    more = cursor !== undefined
  }
  expect(found).toEqual(seen.toReversed())
  const { next: cursor } = await page({ order: 'oldest', limit: 2 }, whole)
  expect(ids(await page({ order: 'oldest', cursor }))).toEqual(seen.slice(1))
})

test('over HTTP it is the same', async () => {
  for (const path of ['/v1/search?archive=true&limit=1000', `/v1/search?archive=true&filter=${HIDDEN}`]) {
    const response = await fetch(running.url + path, { headers: { authorization: `Bearer ${token}` } })
    const text = await response.text()
    expect([path, response.status, text]).toEqual([path, 200, expect.not.stringContaining(HIDDEN)])
    const { events } = JSON.parse(text) as Page
    expect(events).toHaveLength(path.includes('filter') ? 0 : seen.length)
  }
})
