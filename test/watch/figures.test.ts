import { expect, test } from 'vitest'
import { createFigures, type FigureParts } from '#daemon/watch/figures.js'
import { createMeters } from '#daemon/watch/registry.js'
import { parseExposition } from '../support/exposition.js'
import { temporaryTrail } from '../support/trail.js'

const DOOR = { clients: 0, connections: {}, httpErrors: {}, refused: {} }
const signal = new AbortController().signal

async function valuesOf(changes: Partial<FigureParts>): Promise<(name: string) => number | undefined> {
  await using temporary = await temporaryTrail()
  const figures = createFigures({
    trail: temporary.trail,
    reading: { query: async () => ({ events: [], asOf: 0 }) } as unknown as FigureParts['reading'],
    ingest: { counts: () => ({ accepted: 0, duplicates: 0, rejected: {}, calls: {}, ratePerSecond: 0 }) },
    followers: { count: 0, lastPosition: undefined },
    jobs: { list: () => [], completed: () => undefined },
    backups: { lastAtMs: () => undefined },
    destinations: () => [],
    problems: () => [],
    retentionMs: () => undefined,
    archivePath: () => undefined,
    clockStepMs: () => 0,
    redacted: () => ({}),
    certificateExpiresAtMs: () => undefined,
    memoryBytes: () => 1,
    now: Date.now,
    dataPath: temporary.path,
    version: '1.2.3',
    startedAtMs: 0,
    ...changes,
  })
  const families = parseExposition(await createMeters().metricsOf(figures).print(DOOR, signal))
  return (name) => families.get(`audit_trail_${name}`)?.samples[0]?.value
}

test('a clock that stepped, a certificate and damage that scrub found are told', async () => {
  const value = await valuesOf({
    clockStepMs: () => 7_200_000,
    certificateExpiresAtMs: () => 1_800_000_000_000,
    jobs: {
      list: () => [],
      completed: (name) => (name === 'scrub' ? { endedAtMs: 5000, values: { bytes: 10, damaged: 64 } } : undefined),
    },
  })
  expect(value('clock_step_seconds')).toBe(7200)
  expect(value('certificate_expiry_timestamp_seconds')).toBe(1_800_000_000)
  expect(value('integrity_check_timestamp_seconds')).toBe(5)
  expect(value('integrity_damaged_events')).toBe(64)
})

test('what cannot be found out now is left out, and the rest is told', async () => {
  const value = await valuesOf({
    reading: {
      query: () => Promise.reject(new Error('the data is being opened anew')),
    } as unknown as FigureParts['reading'],
    dataPath: '/nowhere',
    archivePath: () => '/nowhere',
  })
  expect(value('oldest_event_timestamp_seconds')).toBeUndefined()
  expect(value('disk_free_bytes')).toBeUndefined()
  expect(value('archive_bytes')).toBeUndefined()
  expect(value('events')).toBe(0)
})

test('names and reasons of any kind are printed so that they can be read back', async () => {
  await using temporary = await temporaryTrail()
  const meters = createMeters()
  const version = 'a "quoted" \\ name\nwith lines'
  const nothing = {} as Parameters<Parameters<typeof meters.metricsOf>[0]>[0]
  const text = await meters
    .metricsOf(async () => ({ audit_trail_info: [[{ version, trail: temporary.trail.id, epoch: '' }, 1]] }) as never)
    .print(nothing, signal)
  expect(parseExposition(text).get('audit_trail_info')?.samples[0]?.labels.version).toBe(version)
})
