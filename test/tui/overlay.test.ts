import { expect, test } from 'vitest'
import { openHelp } from '#tui/model/help.js'
import { typed } from '#tui/model/line-editor.js'
import { changeOverlay, closeOverlay, type OverlayStack, openOverlay, stateOf, topOf } from '#tui/model/overlay.js'
import { openPrompt } from '#tui/model/prompt.js'

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
