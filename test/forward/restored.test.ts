import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startDaemon } from '../support/daemon.js'
import { destination, numbered, numbersAt, ownerOf, post, toldOf, upTo, webhookTo } from '../support/forwarding.js'
import { startReceiver } from '../support/receiver.js'

test('a restored trail sends nothing until somebody says so, then goes on from its place; a restart is no restore', async () => {
  await using daemon = await startDaemon()
  await using receiver = await startReceiver()
  const backup = join(daemon.folder, 'backup')
  {
    await using owner = await ownerOf(daemon)
    await owner.call('forward.create', { settings: webhookTo(receiver), enable: true })
    await post(daemon, numbered(10))
    await expect.poll(() => numbersAt(receiver)).toEqual(upTo(10))
    await expect.poll(async () => (await destination(owner))?.lagEvents).toBe(0)
    // Waits for its turn in the copy, too.
    receiver.always('hang')
    await owner.call('forward.replay', { name: 'hook', filter: 'resource:n-3' })
    await receiver.until(receiver.received.length + 1)
    await owner.call('backup', { path: backup })
    // The original goes on alone.
    receiver.always({ answer: 200 })
    await post(daemon, numbered(5, 11))
  }
  await daemon.program.kill('SIGKILL')
  await rm(join(daemon.folder, 'data'), { recursive: true })
  await cp(backup, join(daemon.folder, 'data'), { recursive: true })
  const asked = receiver.received.length
  for (const times of ['restored', 'restarted']) {
    await daemon.restart()
    await using owner = await ownerOf(daemon)
    await post(daemon, numbered(2, 101))
    expect([times, await destination(owner)]).toMatchObject([
      times,
      { enabled: false, state: 'disabled', failure: { code: 'RESTORED' } },
    ])
    const told = (await toldOf(owner)).filter(({ action }) => action === 'Forwarding Destination Disabled')
    expect(told).toMatchObject([{ actor: { type: 'system' }, details: { reason: expect.stringContaining('backup') } }])
  }
  expect(receiver.received).toHaveLength(asked)

  await using owner = await ownerOf(daemon)
  await owner.call('forward.toggle', { name: 'hook', enabled: true })
  await expect.poll(async () => (await destination(owner))?.lagEvents).toBe(0)
  const since = numbersAt(receiver).slice(numbersAt(receiver).lastIndexOf(101))
  expect(since.filter((n) => n > 100)).toEqual([101, 102])
  await expect.poll(() => numbersAt(receiver).filter((n) => n === 3).length).toBeGreaterThanOrEqual(2)
  await daemon.restart()
  await using again = await ownerOf(daemon)
  expect(await destination(again)).toMatchObject({ enabled: true, state: expect.stringMatching(/idle|delivering/) })
})
