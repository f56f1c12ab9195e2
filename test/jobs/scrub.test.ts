import { join } from 'node:path'
import { Level } from 'level'
import { expect, test } from 'vitest'
import { openJobs } from '#daemon/jobs/jobs.js'
import { scrubJob } from '#daemon/jobs/scrub.js'
import { openTaskRunner } from '#daemon/jobs/task-runner.js'
import { openThreadedReading } from '#daemon/query/threaded-reading.js'
import { drafts, temporaryTrail } from '../support/trail.js'

const BLOCK = 5

test('the scrub finds a block that went bad, reports it once, and says so in the list of jobs', async () => {
  await using store = await temporaryTrail()
  await store.trail.append(drafts(8192))
  await store.trail.idle()
  const trail = await store.reopen(async () => {
    const level = new Level<Buffer, Buffer>(join(store.path, 'db'), { keyEncoding: 'buffer', valueEncoding: 'buffer' })
    const blocks = await level.iterator({ gte: Buffer.of(BLOCK), lt: Buffer.of(BLOCK + 1) }).all()
    const [key, value] = blocks[70]!
    value[9]! ^= 4
    await level.put(key, value)
    await level.close()
  })
  const now = Date.now
  const reading = openThreadedReading({
    trail,
    now,
    retentionMs: () => undefined,
    onDeath: (cause) => expect.unreachable(String(cause)),
  })
  const jobs = await openJobs({
    jobs: [scrubJob({ trail, now, verify: (from, signal) => reading.verify({ from }, signal) })],
    runner: await openTaskRunner({ records: trail.records, now, onEnd() {} }),
    records: trail.records,
    now,
    onStop() {},
  })
  await expect.poll(() => jobs.list()[0]?.state, { timeout: 10_000 }).toBe('idle')
  expect(jobs.list()).toMatchObject([
    { name: 'scrub', message: '64 events cannot be read; see audit-traild check and repair' },
  ])
  await jobs.run('scrub', { confirm: true })
  expect(store.problems).toEqual([
    expect.stringContaining('Events 4481 to 4544 cannot be read: Cannot read block 6 of segment 4097'),
  ])
  await trail.past(8192, new AbortController().signal)
  const { events, damaged } = await reading.query(
    { filter: 'seq:4400..9000', limit: 1000, order: 'oldest' },
    new AbortController().signal,
  )
  expect(damaged).toEqual([{ from: 4481, to: 4544 }])
  expect(events).toHaveLength(1000)
  await jobs.close()
  await reading.close()
})
