import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { KEYMAP, type Mode } from '#tui/keymap/keymap.js'
import { shownKey } from '#tui/model/binding.js'
import { goHome, playKey, pretendKey, sceneAt } from './play.js'
import { PLAYS } from './plays.js'
import { type Play, type Scenario, SIZES, type SizeName } from './scenario.js'
import { openStage, type RealStage } from './stage.js'

/** Every key of every mode, once, in the order of the tables. */
const rows = (Object.keys(KEYMAP) as Mode[]).map((mode) => {
  const keys = new Map<string, string>()
  for (const { keys: all, command } of KEYMAP[mode].flat())
    for (const key of all) if (!keys.has(key)) keys.set(key, command)
  return { mode, keys: [...keys].map(([key, command]) => ({ key, command })) }
})

const pressed = new Set<string>()
const ONLY = process.env.SCENARIOS

for (const size of Object.keys(SIZES) as SizeName[]) {
  describe.concurrent(size, () => {
    let stage: RealStage
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
        if (ONLY !== undefined && !`${size} ${name}`.match(ONLY)) continue
        test.sequential(name, async () => {
          pressed.add(`${size} ${mode} ${key}`)
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
  })
}

test.skipIf(ONLY !== undefined)('no key of any mode is without a scenario, at any size', () => {
  const missing = (Object.keys(SIZES) as SizeName[]).flatMap((size) =>
    rows.flatMap(({ mode, keys }) =>
      keys.flatMap(({ key, command }) =>
        pressed.has(`${size} ${mode} ${key}`) ? [] : [`${size}: in ${mode}, ${shownKey(key)} (${command})`],
      ),
    ),
  )
  expect(missing).toEqual([])
})
