import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { PartFile } from '#tui/commands/export/part-file.js'

const REQUEST = { filter: '', format: 'ndjson', order: 'newest', raw: false, timeZone: 'UTC' } as const
const MOMENT = { trail: 't', epoch: 'e', asOf: 9, nowMs: 0, total: 3 }
const row = (seq: number) => Buffer.from(`{"seq":${seq},"timestamp":"2026-11-20T14:30:00.000Z"}\n`)

test('the checksum is of the whole file, also where an export was gone on with', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'audit-trail-export-'))
  const file = join(folder, 'all.ndjson')
  const begun = await PartFile.open(file, REQUEST)
  await begun.begin(MOMENT)
  await begun.write(row(3))
  await begun.write(Buffer.concat([row(2), row(1).subarray(0, 10)]))
  await begun.close()

  const again = await PartFile.open(file, REQUEST)
  expect(again.resumed?.seq).toBe(2)
  await again.write(row(1))
  const sha256 = await again.finish()
  await again.close()

  const written = await readFile(file)
  expect(written).toEqual(Buffer.concat([row(3), row(2), row(1)]))
  expect(sha256).toBe(createHash('sha256').update(written).digest('hex'))
  await rm(folder, { recursive: true })
})
