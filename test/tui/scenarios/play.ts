import type { Task } from '#protocol/task-request.js'
import { auditEvents } from '../../support/audit-event.js'
import { openDashboard } from '../../support/dashboard.js'
import { bytesOfKey, bytesOfKeys } from '../../support/key-bytes.js'
import { haveRefused } from '../../support/refused-events.js'
import type { Screen } from '../../support/terminal.js'
import { glance, type Look, lookAt } from './look.js'
import { type Play, type Scenario, type Scene, SIZES, type Sight, type SizeName } from './scenario.js'
import { atHome, isNarrow, isTold } from './sights.js'
import type { RealStage, Stage } from './stage.js'

const WITHIN_MS = Number(process.env.WITHIN ?? 20_000)
const STARTS_WITHIN_MS = 20_000
const EVENTS = auditEvents(60)
/** Both want to be looked at, and have more to say than any screen has room for. */
const JOBS = ['retention', 'scrub'].map((name) => ({
  name,
  state: 'held' as const,
  schedule: '17 * * * *',
  message: Array.from({ length: 2000 }, (_, i) => `${name} holds ${'abcdefgh'[i % 8]}${'ijklmnop'[(i >> 3) % 8]}`).join(
    ', ',
  ),
}))
const TASK: Task = {
  id: '7',
  kind: 'replay',
  subject: 'splunk',
  state: 'running',
  startedAt: '2026-11-20T14:17:00.000Z',
  steps: [{ name: 'send' }],
  progress: 0.42,
}

/** From anywhere: out of what lies over the list, to the list of what is live. The prompt then tells that all before it was done. */
const HOMEWARD = 'escape escape escape 1 escape escape'

const holds = (sight: Sight, now: Look, before: Look): boolean =>
  typeof sight === 'function'
    ? sight(now, before)
    : typeof sight === 'string'
      ? now.text.includes(sight)
      : sight.test(now.text)

/** No frame is half drawn. */
const isWhole = ({ terminal }: Screen): boolean => !terminal.modes.synchronizedOutputMode

const told = (sight: Sight): string =>
  typeof sight === 'function' ? sight.toString().replace(/^\(.*?\) => /, '') : String(sight)

/** A scenario as it is at a size. */
export const sceneAt = ({ at, ...scenario }: Scenario, size: SizeName): Scenario => ({ ...scenario, ...at?.[size] })

/**
 * Plays a scenario for one of its keys, from the list. Rejects with
 * what was to be seen and what was on the screen instead.
 */
export async function playKey(stage: Stage, play: Pick<Play<never>, 'opens' | 'at'>, scene: Scene, key: string) {
  const { screen } = stage
  screen.bytes = ''
  const until = async (sight: Sight, what: string, before: Look) =>
    screen.until(
      (screen) => isWhole(screen) && holds(sight, glance(screen), before),
      `${what}: ${told(sight)}`,
      WITHIN_MS,
    )
  await until(atHome, 'the list that follows', lookAt(screen))
  const opens = play.at?.[stage.size]?.opens ?? play.opens
  const given = typeof scene.given === 'function' ? scene.given(opens) : [...opens, ...(scene.given ?? [])]
  for (const [keys, see] of given) {
    const before = lookAt(screen)
    stage.press(bytesOfKeys(keys))
    await until(see, `after "${keys}", from ${before.position} "${before.chosen}"`, before)
  }
  await scene.meanwhile?.(stage)
  if (scene.before !== undefined) await until(scene.before, `before "${key}"`, lookAt(screen))
  const before = lookAt(screen)
  if (holds(scene.after, before, before))
    throw new Error(`Before "${key}" was pressed there was already ${told(scene.after)}:\n${before.text}`)
  stage.press(bytesOfKey(key))
  if (scene.shown !== undefined) stage.press(bytesOfKeys(scene.shown))
  await until(scene.after, `after "${key}"`, before)
  if (scene.next !== undefined) {
    const [comes, see] = scene.next
    const then = lookAt(screen)
    await comes(stage)
    await until(see, 'next', then)
  }
  if (scene.again !== undefined) {
    const then = lookAt(screen)
    stage.press(bytesOfKey(key))
    await until(scene.again, `after "${key}" again`, then)
  }
}

/** By the keys of the scenario, then by those that lead home from anywhere, and then by those that take back what the mode left. */
export async function goHome(stage: RealStage, back?: string, cleans?: string): Promise<void> {
  const until = (sight: Sight, keys: string, withinMs = WITHIN_MS) =>
    stage.screen.until(
      (screen) => {
        const now = glance(screen)
        return isWhole(screen) && holds(sight, now, now)
      },
      `the way back, after "${keys}": ${told(sight)}`,
      withinMs,
    )
  if (back !== undefined) {
    stage.press(bytesOfKeys(back))
    // Where the program ended it was started anew.
    await until(({ isAlternate, text }) => isAlternate && text.trim() !== '', back, STARTS_WITHIN_MS)
  }
  const home = cleans === undefined ? HOMEWARD : `${HOMEWARD} ${cleans}`
  stage.press(bytesOfKeys(`${home} /`))
  await until(/▏/, home)
  stage.press(bytesOfKeys('C-u enter G'))
  if (isNarrow(glance(stage.screen))) {
    // Only a list that stands still tells there how many events are loaded.
    stage.press(bytesOfKeys('space'))
    // The trail tells of what was done to it, too.
    await until((look) => loadedOf(look) >= stage.count || isTold(look), `${home} / C-u enter G space`)
    stage.press(bytesOfKeys('G'))
  }
  await until(atHome, `${home} / C-u enter G`)
}

/** The line of the state may say how many hits there are, too: "*5/5 ── 262/262". */
const loadedOf = ({ lines }: Look): number =>
  Math.max(0, ...Array.from(lines.at(-1)!.matchAll(/\/([\d,]+)/g), ([, of]) => Number(of!.replaceAll(',', ''))))

/** Plays a scenario on a dashboard in this process, which a daemon in memory serves. */
export async function pretendKey(
  size: SizeName,
  play: Pick<Play<never>, 'opens' | 'at'>,
  scenario: Scenario,
  key: string,
) {
  const [columns, rows] = SIZES[size]
  await using dashboard = await openDashboard(EVENTS, {
    columns,
    rows,
    exportEvents: (_, __, signal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  })
  dashboard.daemon.jobs = JOBS
  dashboard.daemon.tasks = [TASK]
  haveRefused(dashboard.daemon.forwarding)
  const stage: Stage = {
    screen: dashboard.screen,
    size,
    press: dashboard.press,
    arrive: async (count) => dashboard.daemon.arrive(...auditEvents(count, EVENTS.length + 1)),
  }
  await playKey(stage, play, { ...scenario, meanwhile: () => scenario.pretend?.begin?.(dashboard) }, key)
}
