import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openSelfAudit } from '#daemon/audit/self-audit.js'
import type { OwnEvent } from '#daemon/ingest/ingest.js'
import { TrailError } from '#protocol/error.js'

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) }))
afterEach(() => void vi.useRealTimers())

const reader = { caller: { actor: { type: 'token', id: 'ada' } }, origin: { address: '::ffff:10.0.0.1' } } as const

function recording(record: (event: OwnEvent) => Promise<void> = () => Promise.resolve(), auditReads = true) {
  const events: OwnEvent[] = []
  const errors: string[] = []
  const audit = openSelfAudit({
    record(event) {
      events.push(event)
      return record(event)
    },
    now: Date.now,
    settings: () => ({ workspace: 'w', auditReads, hipaa: false }),
    onError: (_, action) => errors.push(action),
  })
  return { audit, events, errors }
}

test('an hour of a watching dashboard is one event of each kind in five minutes', async () => {
  const { audit, events } = recording()
  for (let s = 0; s < 3600; s++) {
    audit.read({ request: 'histogram', filter: 'outcome:failure' }, reader)
    audit.read({ request: 'facets' }, reader)
    await vi.advanceTimersByTimeAsync(1000)
  }
  await audit.close()
  expect(events.length).toBeLessThanOrEqual(2 * 14)
  expect(events[0]).toMatchObject({ action: 'Audit Trail Filtered', context: { ip: '10.0.0.1' } })
  const counted = events.reduce((sum, { details }) => sum + ((details!.count as number | undefined) ?? 1), 0)
  expect(counted).toBe(7200)
})

test('an event that cannot be written is told and counted, and fails nothing', async () => {
  const { audit, errors } = recording(() => Promise.reject(new Error('disk full')))
  audit.read({ request: 'query' }, reader)
  const end = audit.tail({ request: 'subscribe' }, reader)
  end()
  end()
  await audit.close()
  await audit.close()
  expect(errors).toEqual(['Audit Trail Viewed', 'Audit Trail Tailed', 'Audit Trail Tail Ended'])
  expect(audit.problems()).toHaveLength(1)
})

test('what a full disk would not take is written when it takes it, and is no problem any more', async () => {
  let full = true
  const { audit, errors } = recording(() =>
    full ? Promise.reject(new TrailError('cannot-write', 'Cannot write: the disk is full')) : Promise.resolve(),
  )
  audit.tell({ action: 'Audit Token Created' })
  audit.tell({ action: 'Audit Token Revoked' })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(audit.problems()).toEqual(["2 events of the trail's own record wait to be written"])
  full = false
  await vi.advanceTimersByTimeAsync(20_000)
  expect(audit.problems()).toEqual([])
  expect(errors).toEqual(['Audit Token Created', 'Audit Token Revoked'])
  await audit.close()
})

test('while the disk does not keep up accesses are counted instead of queued, and none is lost', async () => {
  let free = () => {}
  const stuck = new Promise<void>((resolve) => (free = resolve))
  const { audit, events } = recording(() => stuck)
  for (let i = 0; i < 900; i++)
    audit.read({ request: 'query' }, { ...reader, caller: { actor: { type: 'token', id: `t${i}` } } })
  expect(events).toHaveLength(200)
  free()
  await audit.close()
  expect(events).toHaveLength(900)
})

test('without reads only refusals are recorded', async () => {
  const { audit, events } = recording(undefined, false)
  audit.read({ request: 'query' }, reader)
  audit.tail({ request: 'subscribe' }, reader)()
  audit.listedTokens('tokens.list', reader)
  audit.refused({ address: '10.0.0.9', reason: 'unauthorized', at: 'GET /', message: 'Cannot answer' })
  await audit.close()
  expect(events).toMatchObject([{ action: 'Audit Access Refused', actor: { id: 'unknown' } }])
})

test('what must not be kept is neither in what is pending, nor in what waits, nor in the end of a tail', async () => {
  let full = true
  const { audit, events } = recording((event) =>
    full && event.action === 'Audit Token Created'
      ? Promise.reject(new TrailError('unavailable', 'full'))
      : Promise.resolve(),
  )
  audit.tell({ action: 'Audit Token Created', details: { note: 'of ada' } })
  const end = audit.tail({ request: 'subscribe', filter: 'actor:ada' }, reader)
  for (let i = 0; i < 3; i++) audit.read({ request: 'query', filter: 'actor:ada' }, reader)
  await vi.advanceTimersByTimeAsync(0)
  const before = events.length
  const without = (value: unknown) => JSON.parse(JSON.stringify(value).replaceAll('ada', '[erased]')) as unknown
  full = false
  await audit.scrub(without)
  end()
  await audit.close()
  expect(events.slice(before)).toMatchObject([
    { action: 'Audit Token Created', details: { note: 'of [erased]' } },
    { action: 'Audit Trail Filtered', details: { count: 2, filters: [{ filter: 'actor:[erased]', count: 2 }] } },
    { action: 'Audit Trail Tail Ended', details: { filter: 'actor:[erased]' } },
  ])
})
