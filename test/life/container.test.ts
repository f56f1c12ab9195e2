import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { CONFIG, type Setting } from '#daemon/settings.js'
import { startDaemon } from '../support/daemon.js'
import { PROJECT } from '../support/source-file.js'

const text = (name: string) => readFileSync(join(PROJECT, 'daemon/service', name), 'utf8')
/** The instructions of the Dockerfile, continued lines in one. */
const instructions = text('Dockerfile')
  .replaceAll('\\\n', ' ')
  .split('\n')
  .filter((line) => /^[A-Z]/.test(line))
  .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)] as const)
const all = (name: string) => instructions.flatMap(([each, rest]) => (each === name ? [rest] : []))

test('the image is built from files that are there and not ignored', () => {
  const sources = all('COPY').flatMap((line) => line.split(' ').slice(0, -1))
  const kept = text('Dockerfile.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1))
  expect(sources.filter((path) => !existsSync(join(PROJECT, path)))).toEqual([])
  expect(kept.toSorted()).toEqual(sources.toSorted())
  // What the package is made of.
  const { files } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as { files: string[] }
  const isCopied = (path: string) => sources.some((source) => path === source || path.startsWith(`${source}/`))
  expect(files.filter((path) => !path.startsWith('dist/') && !isCopied(path))).toEqual([])
})

test('its health check says whether the daemon is ready', async () => {
  const [, , script] = JSON.parse(all('HEALTHCHECK')[0]!.replace(/^.*? CMD /, '')) as string[]
  await using daemon = await startDaemon()
  const check = (socket: string) => {
    const here = script!.replace('/run/audit-trail/audit-trail.sock', socket)
    expect(here).not.toBe(script)
    return spawnSync(process.execPath, ['-e', here]).status
  }
  expect([check(daemon.socket), check('/nowhere')]).toEqual([0, 1])
})

test('it runs as nobody in particular, on a volume, in the folders that compose mounts', () => {
  expect(all('USER')).toEqual(['node'])
  const places = Object.fromEntries(all('ENV').map((line) => line.split('=') as [string, string]))
  expect(all('VOLUME')).toEqual([places.STATE_DIRECTORY])
  const { services, volumes } = parse(text('compose.yaml'))
  const { build, ...service } = services['audit-trail']
  expect(existsSync(join(PROJECT, 'daemon/service', build.context, build.dockerfile))).toBe(true)
  expect(service.volumes).toEqual([
    `${Object.keys(volumes)[0]}:${places.STATE_DIRECTORY}`,
    `${places.CONFIGURATION_DIRECTORY}:${places.CONFIGURATION_DIRECTORY}:ro`,
  ])
  expect(service.tmpfs[0]).toMatch(new RegExp(`^${places.RUNTIME_DIRECTORY}:mode=0700`))
  expect(service.ports.every((port: string) => port.startsWith('127.0.0.1:'))).toBe(true)
  expect([service.read_only, service.cap_drop]).toEqual([true, ['ALL']])
})

test('what compose sets is a setting', () => {
  const known = Object.values(CONFIG).flatMap(({ env }: Setting) => (env === undefined ? [] : [env]))
  const { services } = parse(text('compose.yaml'))
  const set = Object.keys(services['audit-trail'].environment)
  expect(set.filter((name) => !known.includes(name))).toEqual([])
})
