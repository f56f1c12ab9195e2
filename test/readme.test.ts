import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CONFIG, type Setting } from '#daemon/settings.js'
import { METRICS, type Metric } from '#daemon/watch/metrics.js'
import { ERRORS } from '#protocol/error.js'
import { KNOWN_KEYS } from '#protocol/filter/keys.js'
import { REQUESTS } from '#protocol/request.js'
import { COMMANDS } from '#tui/commands.js'
import { EXIT_CODES } from '#tui/exit-code.js'
import { KEYMAP } from '#tui/keymap/keymap.js'
import { type Binding, shownKey } from '#tui/model/binding.js'
import { PICTURES, pictureOf } from './screens/pictures.js'
import { expectSection, markdownTable, readme } from './support/readme.js'
import { PROJECT, sourceFiles } from './support/source-file.js'

const code = (text: string) => `\`${text}\``

// What the daemon counts may reach a picture late on a busy machine; then it is taken again.
test.each(PICTURES)('the %s in the README is what the program shows', async (name) => {
  expectSection(name, await pictureOf(name))
})

test('the README lists every error there is', () => {
  const rows = Object.entries(ERRORS).map(([type, { status, retry, meaning }]) => [
    code(type),
    String(status),
    retry ? 'yes' : 'no',
    meaning,
  ])
  expectSection('errors', markdownTable(['type', 'HTTP', 'same request again?', 'meaning'], rows))
})

test('the README lists every exit code', () => {
  const rows = Object.values(EXIT_CODES).map(({ code, meaning }) => [String(code), meaning])
  expectSection('exit codes', markdownTable(['code', 'meaning'], rows))
})

test('the README lists every request and who may make it', () => {
  const rows = Object.entries(REQUESTS).map(([method, { params, roles, many }]) => [
    code(method),
    Object.keys(params.properties).map(code).join(' ') || '–',
    many ? 'frames until `unsubscribe`' : 'one answer',
    roles.join(', '),
  ])
  expectSection('requests', markdownTable(['method', 'params', 'answer', 'roles'], rows))
})

test('the README lists every key of the filter language', () => {
  const rows = Object.entries(KNOWN_KEYS).map(([key, { meaning, example }]) => [code(key), meaning, code(example)])
  expectSection('filter keys', markdownTable(['key', 'matches', 'as in'], rows))
})

test('the README lists every limit and how what is beyond it is answered', () => {
  const rows = Object.entries(CONFIG).flatMap(([key, setting]: [string, Setting]) =>
    setting.refusal === undefined
      ? []
      : [[code(key), setting.default, `${ERRORS[setting.refusal].status} ${code(setting.refusal)}`]],
  )
  expectSection('limits', markdownTable(['key', 'default', 'answer to what is more'], rows))
})

test('the README lists every setting of the daemon', () => {
  const rows = Object.entries(CONFIG).map(([key, setting]: [string, Setting]) => [
    code(key),
    setting.flag === undefined ? '–' : code(setting.flag),
    setting.env === undefined ? '–' : code(setting.env),
    setting.default === '' ? 'none' : setting.default,
    `${setting.meaning}${setting.reload ? '' : ' *'}`,
  ])
  expectSection('configuration', markdownTable(['key', 'flag', 'environment', 'default', 'meaning'], rows))
})

test('the README lists every metric', () => {
  const rows = Object.entries<Metric>(METRICS).map(([name, { type, labels = [], help }]) => [
    code(name),
    type,
    labels.map(code).join(' ') || '–',
    help,
  ])
  expectSection('metrics', markdownTable(['metric', 'type', 'labels', 'meaning'], rows))
})

test('the README lists every command', () => {
  const rows = COMMANDS.map(({ name, arguments: operands, summary, options }, i) => {
    // Those of the first, the program itself, are told once.
    const own = Object.entries(options).filter(([key]) => i === 0 || !(key in COMMANDS[0]!.options))
    const command = ['audit-trail', name, operands].filter(Boolean).join(' ')
    return [code(command), summary, own.map(([, { flags }]) => code(flags)).join(' ')]
  })
  expectSection('commands', markdownTable(['command', 'what', 'options'], rows))
})

test('the README lists every key of the dashboard', () => {
  const modes = new Map<readonly Binding[], string[]>()
  for (const [mode, tables] of Object.entries(KEYMAP)) {
    for (const table of tables) modes.set(table, [...(modes.get(table) ?? []), mode])
  }
  const everywhere = Object.values(KEYMAP).filter((tables) => tables.flat().length > 0).length
  const rows = [...modes]
    .toSorted(([, a], [, b]) => Number(b.includes('list')) - Number(a.includes('list')) || a.length - b.length)
    .flatMap(([table, where]) =>
      table.map(({ keys, help }) => [
        keys.map((key) => code(shownKey(key))).join(' '),
        where.length === everywhere ? 'everywhere' : where.join(', '),
        help,
      ]),
    )
  expectSection('keys', markdownTable(['key', 'where', 'does'], rows))
})

test('the README tells of every route', () => {
  const routes = sourceFiles('daemon/server').flatMap(({ lines }) =>
    lines.flatMap((line) => /\bpath: '(\/[^']+)'/.exec(line)?.[1] ?? []),
  )
  expect(routes.length).toBeGreaterThan(5)
  expect(routes.filter((path) => !readme().includes(path))).toEqual([])
})

test('every file that the README names is there', () => {
  const named = [...readme().matchAll(/[`(]((?:protocol|daemon|tui|test)\/[\w./-]+)[`)]/g)].map(([, path]) => path!)
  expect(named.length).toBeGreaterThan(10)
  expect(named.filter((path) => !existsSync(join(PROJECT, path)))).toEqual([])
})

test('every command line of the README is one that the program takes', () => {
  const known = COMMANDS.map(({ name }) => name.split(' ')[0]).filter((word) => word !== '')
  const used = [...readme().matchAll(/^ {4}(?:[A-Z]+=\$\()?audit-trail ([a-z]+)/gm)].map(([, word]) => word)
  expect(used.length).toBeGreaterThan(0)
  expect(used.filter((word) => !known.includes(word!))).toEqual([])
})
