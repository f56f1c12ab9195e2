import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { UsageError } from '#tui/commands/world.js'
import { readDashboardSettings, settingsPath } from '#tui/dashboard-settings.js'

let path: string
beforeAll(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'settings-')), 'dashboard.yaml')
})
afterAll(() => rm(join(path, '..'), { recursive: true }))

const read = async (text: string) => {
  await writeFile(path, text)
  return readDashboardSettings(path)
}

test('the file is in the folder for configuration, and need not be there', async () => {
  expect(settingsPath({}, '/home/a')).toBe('/home/a/.config/audit-trail/dashboard.yaml')
  expect(settingsPath({ XDG_CONFIG_HOME: '/etc/a' }, '/home/a')).toBe('/etc/a/audit-trail/dashboard.yaml')
  expect(await readDashboardSettings(`${path}.none`)).toEqual({})
})

test('a theme and keys are read, one or several for a command', async () => {
  expect(await read('theme: light\nkeys:\n  follow: [G, end]\n  first: 1\n  help: "?"\n')).toEqual({
    theme: 'light',
    keys: { follow: ['G', 'end'], first: ['1'], help: ['?'] },
  })
  expect(await read('notify: bell\n')).toEqual({ notify: 'bell' })
  expect(await read('')).toEqual({})
  expect(await read('keys:\n')).toEqual({})
})

test.each([
  ['colour: light', /: colour is not known here$/],
  ['theme: pink', /: theme must be dark, light, .*, not "pink"$/],
  ['notify: true', /: notify must be never, bell, desktop, not true$/],
  ['theme: [dark]', /: theme must be/],
  ['keys: [G]', /: keys must be a map/],
  ['keys: {follow: []}', /: keys\.follow must be a key or a list of keys$/],
  ['keys: {follow: {a: b}}', /: keys\.follow must be/],
  ['keys: {follow: [G, ""]}', /: keys\.follow must be/],
  ['- theme', /: it must be a map/],
  ['theme: "dark', /dashboard\.yaml: Missing closing "quote/],
])('%j is refused, and why', async (text, why) => {
  const refusal = await read(text).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(UsageError)
  expect((refusal as Error).message).toMatch(why)
  expect((refusal as Error).message).toContain(path)
})
