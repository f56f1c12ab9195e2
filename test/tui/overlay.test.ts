import { expect, test } from 'vitest'
import { openHelp } from '#tui/model/help.js'
import { typed } from '#tui/model/line-editor.js'
import { changeOverlay, closeOverlay, type OverlayStack, openOverlay, stateOf, topOf } from '#tui/model/overlay.js'
import { openPrompt } from '#tui/model/prompt.js'
import { dismissError, note, type ToastState, toastOf } from '#tui/model/toast.js'

const prompt = (text: string) => openPrompt(text, { facets: {}, clock: { now: () => 0, timeZone: 'UTC' } })

test('what is opened last is on top, and what lies below is as it was left', () => {
  const model: OverlayStack = { overlays: [] }
  openOverlay(model, 'prompt', prompt('area:Users'))
  openOverlay(model, 'help', openHelp())
  expect(topOf(model)?.kind).toBe('help')
  changeOverlay(model, 'prompt', prompt('area:Sources'))
  closeOverlay(model)
  expect(topOf(model)?.kind).toBe('prompt')
  expect(stateOf(model, 'prompt')?.line).toEqual(typed('area:Sources '))
  expect(stateOf(model, 'help')).toBeUndefined()
  closeOverlay(model)
  closeOverlay(model)
  expect(topOf(model)).toBeUndefined()
})

test('one of a kind is open at a time', () => {
  const model: OverlayStack = { overlays: [] }
  openOverlay(model, 'help', openHelp())
  openOverlay(model, 'prompt', prompt(''))
  openOverlay(model, 'help', { ...openHelp(), cursor: 3 })
  expect(model.overlays.map(({ kind }) => kind)).toEqual(['prompt', 'help'])
  expect(stateOf(model, 'help')?.cursor).toBe(3)
})

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
