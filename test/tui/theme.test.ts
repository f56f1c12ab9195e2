import { expect, test } from 'vitest'
import { THEME_NAMES, type ThemeName } from '#tui/model/theme-name.js'
import { openTerminal } from '#tui/terminal/terminal.js'
import { attributesOf, themeNamed } from '#tui/terminal/theme.js'
import { type Ground, type Style, span } from '#tui/view/text.js'
import { Screen, tty } from '../support/terminal.js'
import { contrast, distance, type Rgb, seenWithoutGreen, seenWithoutRed } from './colour.js'

const STYLES = Object.keys(themeNamed('dark', 256).styles) as Style[]
const GROUNDS = [undefined, ...(Object.keys(themeNamed('dark', 256).grounds) as Ground[])]

/** What terminals have as their own colours where a theme leaves them, text and paper: the least and the most of it. */
const OWN: Readonly<Record<string, readonly (readonly [text: Rgb, paper: Rgb])[]>> = {
  dark: [
    [
      [255, 255, 255],
      [0, 0, 0],
    ],
    [
      [204, 204, 204],
      [38, 38, 38],
    ],
  ],
  light: [
    [
      [0, 0, 0],
      [255, 255, 255],
    ],
    [
      [38, 38, 38],
      [238, 238, 238],
    ],
  ],
}

function rgbOf(colour: number): Rgb | undefined {
  if (colour === 0x1ff) return undefined
  if (colour >= 232) return [8 + 10 * (colour - 232), 8 + 10 * (colour - 232), 8 + 10 * (colour - 232)]
  expect(colour, 'the first 16 are different on every terminal').toBeGreaterThanOrEqual(16)
  const step = (n: number) => (n === 0 ? 0 : 55 + 40 * n)
  const index = colour - 16
  return [step(Math.floor(index / 36)), step(Math.floor(index / 6) % 6), step(index % 6)]
}

const lookOf = (name: ThemeName, style: Style, on: Ground | undefined) => {
  const attribute = attributesOf(themeNamed(name, 256))({ style, ...(on !== undefined && { on }) })
  return { text: rgbOf((attribute >> 9) & 0x1ff), paper: rgbOf(attribute & 0x1ff) }
}

test.each([
  ['dark', 'dark', 4.5],
  ['colour-blind', 'dark', 4.5],
  ['light', 'light', 4.5],
  ['high-contrast', 'light', 7],
  ['high-contrast', 'dark', 7],
] as const)(
  'in theme %s on a %s terminal every style stands out from every ground, %s to 1',
  (name, terminal, least) => {
    const poor = OWN[terminal]!.flatMap(([ownText, ownPaper]) =>
      GROUNDS.flatMap((on) =>
        STYLES.flatMap((style) => {
          const { text = ownText, paper = ownPaper } = lookOf(name, style, on)
          const ratio = contrast(text, paper)
          return ratio < least ? [`${style} on ${on ?? 'paper'}: ${ratio.toFixed(2)}`] : []
        }),
      ),
    )
    expect(poor).toEqual([])
  },
)

test.each(['bad', 'removed'] as const)(
  'who cannot tell red from green tells %s from its opposite, on every ground',
  (style) => {
    for (const seen of [seenWithoutGreen, seenWithoutRed]) {
      const blue = lookOf('colour-blind', style === 'bad' ? 'good' : 'added', undefined).text!
      const orange = lookOf('colour-blind', style, undefined).text!
      expect(distance(seen(blue), seen(orange))).toBeGreaterThan(60)
    }
  },
)

test('a theme never asks for more colours than there are', () => {
  for (const name of THEME_NAMES) {
    for (const style of STYLES) {
      for (const on of GROUNDS) {
        const of = (colours: 8 | 0) =>
          attributesOf(themeNamed(name, colours))({ style, ...(on !== undefined && { on }) })
        for (const colour of [(of(8) >> 9) & 0x1ff, of(8) & 0x1ff]) expect(colour < 8 || colour === 0x1ff).toBe(true)
        expect(of(0) & 0x3ffff).toBe(0x3ffff)
      }
    }
  }
})

test('without colours failures, the cursor and a mistake still look different from plain text', () => {
  const mono = attributesOf(themeNamed('dark', 0))
  const plain = mono({})
  for (const look of [mono({ style: 'bad' }), mono({ on: 'row' }), mono({ on: 'cell' }), mono({ on: 'mistake' })])
    expect(look).not.toBe(plain)
  expect(mono({ on: 'row' })).not.toBe(mono({ on: 'cell' }))
})

function openOn(
  screen: Screen,
  environment: Record<string, string>,
  options: { theme?: ThemeName; wanted?: object } = {},
) {
  const { input, output } = tty(screen)
  return openTerminal({ input, output, environment, ...options, onEvent: () => {}, onEnd: () => {} })
}
const written = (screen: Screen) => new Promise<void>((resolve) => screen.write('', resolve))

test('another theme counts from the next draw on, for what has not changed too', async () => {
  const screen = new Screen({ columns: 20, rows: 2 })
  const terminal = openOn(screen, { TERM: 'xterm-256color' }, { theme: 'light' })
  const lines = [[span('bad', 'bad')], [span('plain')]]
  terminal.draw(lines)
  await written(screen)
  expect(screen.bytes).toContain('38;5;124')
  terminal.setTheme('high-contrast')
  terminal.draw(lines)
  await written(screen)
  const row = screen.terminal.buffer.active.getLine(0)!
  expect([row.getCell(0)!.getFgColor(), row.getCell(0)!.getBgColor()]).toEqual([217, 16])
  expect(row.getCell(19)!.getBgColor()).toBe(16)
  terminal.close()
})

test.each([
  [{ TERM: 'xterm-256color', NO_COLOR: '1' }, 'auto', false],
  [{ TERM: 'xterm-256color', NO_COLOR: '1' }, 'always', true],
  [{ TERM: 'xterm-256color' }, 'never', false],
  [{ TERM: 'vt220' }, 'auto', false],
  [{ TERM: 'vt220' }, 'always', true],
] as const)('with %j and --color %s there are colours: %s', async (environment, colour, coloured) => {
  const screen = new Screen({ columns: 20, rows: 1 })
  const terminal = openOn(screen, environment, { wanted: { colour } })
  terminal.draw([[span('bad', 'bad')]])
  await written(screen)
  expect(/\x1b\[[\d;]*3[18]/.test(screen.bytes)).toBe(coloured)
  terminal.close()
})
