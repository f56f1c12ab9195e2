import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openTerminal } from '#tui/terminal/terminal.js'
import { fitText, type Line, span } from '#tui/view/text.js'
import { Screen, tty } from '../support/terminal.js'

const CELL = 9
const COLUMNS = 4 * (CELL + 1)
const ROWS = 4

function openOn(screen: Screen) {
  const { input, output } = tty(screen)
  const environment = { TERM: 'xterm-256color', LANG: 'C.UTF-8' }
  return openTerminal({ input, output, environment, onEvent: () => {}, onEnd: () => {} })
}

/** Cells of equal width, each with a bar behind it. */
const lineOf = (texts: readonly string[]): Line =>
  texts.flatMap((text, i) => [span(fitText(text, CELL), i % 2 === 0 ? 'plain' : 'bad'), span('|')])

const written = (screen: Screen) => new Promise<void>((resolve) => screen.write('', resolve))

const text = fc.string({
  unit: fc.constantFrom(
    'a',
    'b',
    ' ',
    '王',
    '日',
    '한',
    'é',
    '…',
    '🚀',
    '👨‍👩‍👧',
    'e\u0301',
    '⌚',
    '❤️',
    'ﾊ',
    'ｆ',
    '\x1b[2J',
    '\u202e',
  ),
  maxLength: 8,
})
const frames = fc.array(
  fc.array(fc.array(text, { minLength: 4, maxLength: 4 }), { minLength: ROWS, maxLength: ROWS }),
  {
    minLength: 2,
    maxLength: 5,
  },
)

test.each(['6', '11'] as const)(
  'whatever is drawn over whatever, every column stays in its place, with the widths of Unicode %s',
  async (unicode) => {
    const screen = new Screen({ columns: COLUMNS, rows: ROWS, unicode })
    const terminal = openOn(screen)
    try {
      await fc.assert(
        fc.asyncProperty(frames, async (frames) => {
          for (const rows of frames) {
            terminal.draw(rows.map(lineOf))
            await written(screen)
            for (let y = 0; y < ROWS; y++) {
              const line = screen.terminal.buffer.active.getLine(y)!
              for (let i = 1; i <= 4; i++) expect(line.getCell(i * (CELL + 1) - 1)!.getChars()).toBe('|')
              const cells = rows[y]!.map((_, i) => line.translateToString(false, i * (CELL + 1), i * (CELL + 1) + CELL))
              // Of what every terminal agrees on, each character must be there.
              for (const [i, text] of rows[y]!.entries())
                if (/^[ab 王日한é…]*$/.test(text)) expect(cells[i]!.trimEnd()).toBe(fitText(text, CELL).trimEnd())
            }
          }
        }),
        { numRuns: 60 },
      )
    } finally {
      terminal.close()
    }
  },
)

test('what is on the screen already is not sent again', async () => {
  const screen = new Screen({ columns: COLUMNS, rows: ROWS })
  const terminal = openOn(screen)
  const rows = [
    ['one', '王小明', '🚀', ''],
    ['two', '', '', ''],
  ]
  terminal.draw(rows.map(lineOf))
  await written(screen)
  const before = screen.bytes.length
  terminal.draw(rows.map(lineOf))
  await written(screen)
  expect(screen.bytes.length).toBe(before)
  terminal.forget()
  terminal.draw(rows.map(lineOf))
  await written(screen)
  expect(screen.bytes.length).toBeGreaterThan(before + 40)
  terminal.close()
})

test('a frame is drawn as one: terminals that can hold it back do', async () => {
  const screen = new Screen({ columns: COLUMNS, rows: ROWS })
  const terminal = openOn(screen)
  terminal.draw([lineOf(['a', 'b', 'c', 'd'])])
  await written(screen)
  expect(screen.bytes).toMatch(/\x1b\[\?2026h.*\|\x1b.*\x1b\[\?2026l$/s)
  terminal.close()
})

test('a terminal of 8 colours gets no others', async () => {
  const screen = new Screen({ columns: COLUMNS, rows: ROWS })
  const { input, output } = tty(screen)
  const terminal = openTerminal({
    input,
    output,
    environment: { TERM: 'xterm', LANG: 'C.UTF-8' },
    onEvent: () => {},
    onEnd: () => {},
  })
  terminal.draw([[span('bad', 'bad'), span('cursor', 'plain', { on: 'row' })]])
  await written(screen)
  expect(screen.bytes).toContain('\x1b[1;31mbad')
  expect(screen.bytes).not.toMatch(/[34]8;5;/)
  terminal.close()
})
