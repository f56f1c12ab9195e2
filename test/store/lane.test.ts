import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLane, inLane, type Lane } from '#daemon/store/lane.js'

let nowMs: number
let lane: Lane
const pass = (ms: number) => {
  nowMs += ms
  return vi.advanceTimersByTimeAsync(ms)
}
/** What takes so long without letting go. */
const work = (ms: number, end: () => void) => {
  nowMs += ms
  end()
}
beforeEach(() => {
  vi.useFakeTimers()
  nowMs = 1000
  lane = createLane(() => nowMs, 4)
})
afterEach(() => {
  vi.useRealTimers()
})

test('who asks for little is never held up', async () => {
  for (let i = 0; i < 100; i++) {
    const end = lane.begin()
    expect(end).toBeDefined()
    work(1, end!)
    await pass(10)
    // Nothing waits, so nobody noticed that the others had their turns.
    ;(await turned())()
  }
})

test('who keeps the thread busy rests four times as long, beyond what is free', async () => {
  work(50, lane.begin()!)
  expect(lane.begin()).toBeUndefined()
  const began = vi.fn()
  void lane.turn().then(began)
  await pass(4 * (50 - 32) - 1)
  expect(began).not.toHaveBeenCalled()
  await pass(1)
  expect(began).toHaveBeenCalled()
})

test('turns come in the order in which they were asked for, one at a time, without those that were given up', async () => {
  const end = lane.begin()!
  const order: number[] = []
  const gone = new AbortController()
  const ask = async (name: number, signal?: AbortSignal) => {
    const endTurn = await lane.turn(signal)
    order.push(name)
    return endTurn
  }
  const [first, second, third] = [ask(1), ask(2, gone.signal), ask(3)]
  gone.abort(new Error('gave up'))
  await expect(second).rejects.toThrow('gave up')
  end()
  const endFirst = await first
  expect(order).toEqual([1])
  endFirst()
  ;(await third)()
  expect(order).toEqual([1, 3])
})

test('between the steps of long work that need not rest yet, the others have their turns', async () => {
  vi.useRealTimers()
  const steps = (function* () {
    for (let i = 0; i < 3; i++) {
      nowMs += 3
      yield i
    }
  })()
  const seen: (number | string)[] = []
  const others = () => {
    seen.push('others')
    if (seen.length < 20) setImmediate(others)
  }
  setImmediate(others)
  for await (const step of inLane(steps, lane, new AbortController().signal)) seen.push(step)
  expect(seen.slice(0, 5)).toEqual([0, 'others', 1, 'others', 2])
})

async function turned(): Promise<() => void> {
  const turn = lane.turn()
  await pass(0)
  return turn
}
