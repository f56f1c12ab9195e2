import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { Level } from 'level'
import { expect, test } from 'vitest'
import { run } from '../support/run.js'
import { runDaemon } from '../support/running-daemon.js'
import { PROJECT } from '../support/source-file.js'
import { drafts, temporaryTrail } from '../support/trail.js'

const BLOCKS = 5

function traild(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(PROJECT, 'dist/daemon/main.js'), ...args], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })
    })
  })
}

test('what cannot be read: commands print the rest, say so and end with 1; check names it; repair makes it sound', async () => {
  await using store = await temporaryTrail()
  await store.trail.append(drafts(4096))
  await store.trail.idle()
  await store.trail.close()
  const level = new Level<Buffer, Buffer>(join(store.path, 'db'), { keyEncoding: 'buffer', valueEncoding: 'buffer' })
  const [key, value] = (await level.iterator({ gte: Buffer.of(BLOCKS), lt: Buffer.of(BLOCKS + 1) }).all())[1]!
  value[9]! ^= 4
  await level.put(key, value)
  await level.close()
  {
    await using daemon = await runDaemon({ dataPath: store.path })
    const environment = { AUDIT_TRAIL_URL: `unix:${daemon.socket}` }
    const search = await run(['search', '--limit', '0', '-o', 'json', 'action:"Source Created"'], { environment })
    expect(search.code).toBe(1)
    expect(search.stdout.split('\n')).toHaveLength(4096 - 64 + 1)
    expect(search.stderr).toContain('events with seq 65 to 128 are damaged and left out')

    const free = await run(['stats', 'disabled,created'], { environment })
    expect([free.code, free.stderr]).toEqual([1, expect.stringContaining('65 to 128')])
    // Counts of columns need no block: nothing is left out.
    expect((await run(['stats'], { environment })).code).toBe(0)

    const exported = await run(['export', '-f', 'ndjson', 'action:"Source Created"'], { environment })
    expect(exported.code).toBe(1)
    expect(exported.stdout.split('\n')).toHaveLength(4096 - 64 + 1)
    expect(daemon.mistakes).toEqual([])
    expect(daemon.warnings).toContainEqual(expect.stringMatching(/^answer cut off.*GET \/v1\/export/))

    const held = await traild('check', '--data', store.path)
    expect(held).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('a daemon holds it; stop that first'),
    })
    expect(await traild('repair', '--data', store.path)).toMatchObject({ code: 1, stdout: '' })
  }
  const checked = await traild('check', '--data', store.path)
  const findings = checked.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object)
  expect(checked.code).toBe(1)
  expect(findings).toContainEqual({
    file: 'db',
    from: 65,
    to: 128,
    problem: expect.stringContaining('block 1 of segment 1'),
  })

  const repaired = await traild('repair', '--data', store.path)
  expect(repaired.code).toBe(0)
  expect(JSON.parse(repaired.stdout)).toMatchObject({ lost: [{ from: 65, to: 128 }], count: 64 })
  expect(await traild('check', '--data', store.path, '-o', 'pretty')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('All is well'),
  })
  expect((await traild('check', '--data', join(store.path, 'none'))).code).toBe(1)
  expect((await traild('check', '--nonsense')).code).toBe(2)
})
