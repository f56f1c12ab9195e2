import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { KEYS } from '../support/dashboard.js'
import { AUDIT_TRAIL, type OnTerminal, spawnOnTerminal } from '../support/pty.js'
import { PROJECT } from '../support/source-file.js'

const FROZEN = pathToFileURL(join(PROJECT, 'test/screens/frozen.mjs')).href
const SIZE = { columns: 100, rows: 30 }

/** What is done for each picture, until it is there. */
const SCENES = {
  /** The newest change, beside what came before it. */
  async 'picture of the trail'({ press, screen }) {
    press(`/has:changes${KEYS.enter}`)
    await screen.see(/filter has:changes +[\d,]+ of/)
    // The count of what matches and its rows come each by itself.
    await screen.see(/▌⚠ +14:01:33/)
    // Who follows would be taken to the newest of all.
    press(' ')
    await screen.see('PAUSED at 14:01:33')
    press('\\')
    await screen.see('puts it back')
    await screen.see('502 loaded')
    press(KEYS.enter)
    await screen.see(/── changes/)
    // What is related is asked for, and has no room here but the count of rows.
    await screen.see('2 more')
  },
  /** A filter as it is typed. */
  async 'picture of the prompt'({ press, screen }) {
    press('/outcome:failure ')
    await screen.see(/failure +316 of/)
    press('area:')
    await screen.see(/Sources +\d/)
  },
  /** What it all adds up to. */
  async 'picture of the figures'({ press, screen }) {
    press('5')
    await screen.see(/─ STATS/)
    press('l')
    await screen.see('STATS last 7 days')
    await screen.see(/[1-9]\d* ok ·/)
  },
} as const satisfies Record<string, (dashboard: OnTerminal) => Promise<void>>

export type Picture = keyof typeof SCENES
export const PICTURES = Object.keys(SCENES) as Picture[]

/**
 * A screen of the program as it is started by `audit-trail demo`, on a pseudo-terminal, at
 * one moment that is always the same: the story comes from a seed, the clocks stand, and
 * nothing happens behind it.
 */
export async function pictureOf(name: Picture): Promise<string> {
  using dashboard = spawnOnTerminal(process.execPath, [AUDIT_TRAIL, 'demo', '--seed', '82'], {
    ...SIZE,
    environment: { NODE_OPTIONS: `--import=${FROZEN}`, FROZEN_AT: '2026-11-20T14:04:31.000Z' },
  })
  const { screen } = dashboard
  await screen.see(/FOLLOWING/)
  // Chart and values are counted one after the other.
  await screen.see(/11-20 *\n/)
  dashboard.press(KEYS.tab)
  await screen.see(/▌AREA +\d/)
  dashboard.press(KEYS.escape)
  await screen.lose('▌AREA')
  await screen.quiet()
  await SCENES[name](dashboard)
  await screen.quiet()
  const picture = screen.lines.map((line) => line.trimEnd()).join('\n')
  dashboard.press(KEYS.ctrlC)
  await dashboard.ended
  return `\`\`\`text\n${picture}\n\`\`\``
}
