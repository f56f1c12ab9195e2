import { expect, test } from 'vitest'
import { killAgainAndAgain } from './kill-cycle.js'

const KILLS = Number(process.env.KILLS ?? 8)
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000)

test(`a daemon killed with -9 ${KILLS} times under load has everything it acknowledged, once (seed ${SEED})`, {
  timeout: KILLS * 30_000,
}, async () => {
  const { acknowledged, stored, ...found } = await killAgainAndAgain(KILLS, SEED)
  console.log(`| ${['kills', 'acknowledged', 'stored', ...Object.keys(found), 'seed'].join(' | ')} |`)
  console.log(`| ${[KILLS, acknowledged, stored, ...Object.values(found), SEED].join(' | ')} |`)
  expect(found).toEqual({ lost: 0, repeated: 0, gaps: 0, changed: 0 })
  expect(acknowledged).toBeGreaterThan(KILLS)
})
