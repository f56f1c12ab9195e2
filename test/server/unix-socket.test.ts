import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listen } from '#daemon/server/listener.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-trail-test-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const opened = (path: string, group?: string) =>
  listen(
    { kind: 'unix', path, group },
    { http: (_, response) => void response.end('ok'), upgrade: (_, socket) => socket.destroy(), onConnection() {} },
    process.platform,
  )
const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8)

test('only its owner may open the socket, and the folder made for it, whatever the umask', async () => {
  const before = process.umask(0)
  try {
    const listener = await opened(join(folder, 'run/d.sock'))
    expect([await modeOf(join(folder, 'run/d.sock')), await modeOf(join(folder, 'run'))]).toEqual(['600', '700'])
    await listener.close(0)
  } finally {
    process.umask(before)
  }
})

test('with a group its members may, too; a group that is none is an error', async () => {
  const path = join(folder, 'd.sock')
  const listener = await opened(path, String(process.getgid!()))
  expect([await modeOf(path), (await stat(path)).gid]).toEqual(['660', process.getgid!()])
  await listener.close(0)
  await expect(opened(path, 'no-such-group')).rejects.toMatchObject({ type: 'not-found' })
})

test.runIf(process.getuid?.() === 0)('another user is kept out by the file mode', async () => {
  const path = join(folder, 'd.sock')
  await chmod(folder, 0o755)
  const listener = await opened(path)
  const knock = `require('node:net').connect(${JSON.stringify(path)}).on('error', (e) => console.log(e.code)).on('connect', () => { console.log('in'); process.exit() })`
  const asked = async (uid: number) =>
    (await promisify(execFile)(process.execPath, ['-e', knock], { uid, gid: uid, cwd: '/' })).stdout.trim()
  expect([await asked(65_534), await asked(0)]).toEqual(['EACCES', 'in'])
  await listener.close(0)
})

test('a socket that somebody answers on is not taken; one that is left over is', async () => {
  const path = join(folder, 'd.sock')
  const first = await opened(path)
  await expect(opened(path)).rejects.toMatchObject({ type: 'already-exists' })
  await first.close(0)
  const other: Server = createServer().listen(path)
  await new Promise((resolve) => other.once('listening', resolve))
  await expect(opened(path)).rejects.toMatchObject({ type: 'already-exists' })
  other.close()
})
