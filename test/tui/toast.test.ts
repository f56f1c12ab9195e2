import { expect, test } from 'vitest'
import { dismissError, note, type ToastState, toastOf } from '#tui/model/toast.js'

test('a note goes after a while, an error when it was read, and both are remembered', () => {
  const state: ToastState = { nowMs: 1000, toasts: [] }
  note(state, 'copied', 'done')
  expect(toastOf(state)?.text).toBe('copied')
  state.nowMs += 4000
  expect(toastOf(state)).toBeUndefined()
  note(state, 'no room', 'error')
  state.nowMs += 3_600_000
  expect(toastOf(state)?.text).toBe('no room')
  dismissError(state)
  expect(toastOf(state)).toBeUndefined()
  expect(state.toasts.map(({ text, atMs }) => [text, atMs])).toEqual([
    ['copied', 1000],
    ['no room', 5000],
  ])
})

test('the last hundred messages are kept', () => {
  const state: ToastState = { nowMs: 0, toasts: [] }
  for (let i = 1; i <= 250; i++) note(state, `message ${i}`)
  expect(state.toasts).toHaveLength(100)
  expect([state.toasts[0]?.text, toastOf(state)?.text]).toEqual(['message 151', 'message 250'])
})
