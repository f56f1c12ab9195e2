import { afterAll, beforeAll, expect, test } from 'vitest'
import { KEYMAP, type Mode } from '#tui/keymap/keymap.js'
import { shownKey } from '#tui/model/binding.js'
import { goHome, playKey, pretendKey, sceneAt } from './play.js'
import { PLAYS } from './plays.js'
import type { Play, Scenario, SizeName } from './scenario.js'
import { openStage, type RealStage } from './stage.js'

/** Every key of every mode, once, in the order of the tables. */
const rows = (Object.keys(KEYMAP) as Mode[]).map((mode) => {
  const keys = new Map<string, string>()
  for (const { keys: all, command } of KEYMAP[mode].flat())
    for (const key of all) if (!keys.has(key)) keys.set(key, command)
  return { mode, keys: [...keys].map(([key, command]) => ({ key, command })) }
})

const ONLY = process.env.SCENARIOS

/** Plays the scenario of every key of every mode at a size, one after the other. */
export function pressEveryKey(size: SizeName): void {
  let stage: RealStage
  const pressed = new Set<string>()
  beforeAll(async () => {
    stage = await openStage(size)
    await stage.start()
  })
  afterAll(() => stage[Symbol.asyncDispose]())

  for (const { mode, keys } of rows) {
    const play = PLAYS[mode] as Play<Mode>
    const scenarios = play.scenarios as Readonly<Record<string, Scenario>>
    for (const { key, command } of keys) {
      const scenario = scenarios[command]
      if (scenario === undefined) continue
      const name = `in ${mode}, ${shownKey(key)}: ${scenario.says}`
      if (ONLY !== undefined && !name.match(ONLY)) continue
      test(name, async () => {
        pressed.add(`${mode} ${key}`)
        const scene = sceneAt(scenario, size)
        if (scene.pretend !== undefined) return pretendKey(size, play, scene, key)
        try {
          await playKey(stage, play, scene, key)
          await goHome(stage, scene.back, play.cleans)
        } catch (error) {
          await stage.renew()
          throw error
        }
      })
    }
  }

  test.skipIf(ONLY !== undefined)('no key of any mode is without a scenario', () => {
    const missing = rows.flatMap(({ mode, keys }) =>
      keys.flatMap(({ key, command }) =>
        pressed.has(`${mode} ${key}`) ? [] : [`in ${mode}, ${shownKey(key)} (${command})`],
      ),
    )
    expect(missing).toEqual([])
  })
}
