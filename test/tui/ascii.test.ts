import { expect, test } from 'vitest'
import { show } from '#protocol/show.js'
import { asciiText } from '#tui/terminal/ascii.js'
import { columnsOf } from '#tui/view/width.js'
import { auditEvents } from '../support/audit-event.js'
import { openDashboard } from '../support/dashboard.js'
import { sourceFiles } from '../support/source-file.js'

test('every sign that a screen draws has one of ASCII', () => {
  const signs = new Set(
    sourceFiles('tui/screens', 'tui/view', 'tui/model')
      .flatMap(({ lines }) => lines.filter((line) => !/^\s*(\/\/|\*|\/\*)/.test(line)))
      .flatMap((line) => line.match(/[^\x00-\x7f]/g) ?? []),
  )
  expect([...signs].filter((sign) => asciiText(sign) === '?')).toEqual([])
})

test.each(['│ Größe → 王小明 🚀 e\u0301', 'a', '', '👨‍👩‍👧x'])('%j is as wide in ASCII', (text) => {
  const ascii = asciiText(show(text))
  expect(ascii).toMatch(/^[\x20-\x7e]*$/)
  expect(ascii).toHaveLength(columnsOf(show(text)))
})

test.each([
  ['--ascii', { environment: { TERM: 'xterm-256color', LANG: 'C.UTF-8' }, wanted: { ascii: true } }],
  ['a Latin-1 locale', { environment: { TERM: 'xterm-256color', LANG: 'de_DE.ISO-8859-1' } }],
])('with %s nothing but ASCII is drawn, everything in its place', async (_, options) => {
  const events = auditEvents(20).map((event) => ({ ...event, actor: { ...event.actor, email: '王@小明.cn' } }))
  await using plain = await openDashboard(events)
  await using ascii = await openDashboard(events, options)
  for (const { press } of [plain, ascii]) press('\t')
  for (const { screen } of [plain, ascii]) await screen.until(({ text }) => text.includes('AREA'))
  expect(ascii.screen.text).toMatch(/^[\x0a\x20-\x7e]*$/)
  expect(ascii.screen.bytes).not.toMatch(/[^\x00-\x7f]|\x1b\(0|\x0e/)
  expect(ascii.screen.lines.map((line) => line.trimEnd())).toEqual(
    plain.screen.lines.map((line) => asciiText(line).trimEnd()),
  )
})
