import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { senderTo } from '../support/post.js'
import { PROJECT } from '../support/source-file.js'

const execute = promisify(execFile)
const run = (file: string, args: readonly string[], cwd?: string) =>
  execute(file, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, cwd })

test('npm pack gives a package that installs globally, without a network, and runs', { timeout: 240_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'at-'))
  const cleanUp: (() => unknown)[] = [() => rm(folder, { recursive: true, force: true })]
  try {
    // What prepack does, less the build that other tests stand on.
    await run('npm', ['run', 'man'], PROJECT)
    await run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], PROJECT)
    const [packed] = await readdir(folder)
    // A cache of its own: nothing that an earlier install has left may help.
    const alone = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--cache', join(folder, 'cache')]
    const prefix = join(folder, 'prefix')
    await run('npm', ['install', '--global', '--prefix', prefix, ...alone, join(folder, packed!)], folder)
    const bin = (name: string) => join(prefix, 'bin', name)
    for (const name of ['audit-trail', 'audit-traild'])
      expect((await run(bin(name), ['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+/)
    for (const page of ['man1/audit-trail.1', 'man8/audit-traild.8', 'man5/audit-traild.yaml.5'])
      expect(existsSync(join(prefix, 'share/man', page)), page).toBe(true)

    const socket = join(folder, 's')
    const places = ['--data', join(folder, 'data'), '--listen', 'off', '--socket', socket]
    const daemon = execFile(bin('audit-traild'), places)
    cleanUp.unshift(() => daemon.kill('SIGKILL'))
    const sender = senderTo(socket)
    while ((await sender.get('/readyz').catch(() => undefined))?.status !== 200)
      await new Promise((resolve) => setTimeout(resolve, 50))
    const event = { id: 'e1', action: 'User Invited', actor: { id: 'u' } }
    expect((await sender.post('/v1/events', JSON.stringify(event))).status).toBe(200)
    sender.close()
    const found = await run(bin('audit-trail'), ['search', '--connect', `unix:${socket}`, '-o', 'json', 'invited'])
    expect(
      found.stdout
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { id: string }).id),
    ).toEqual(['e1'])
  } finally {
    for (const clean of cleanUp) await clean()
  }
})
