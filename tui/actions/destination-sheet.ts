import type { Command } from '../keymap/keymap.js'
import type { Effect } from '../model/effect.js'
import type { Model } from '../model/model.js'
import { changeOverlay, stateOf } from '../model/overlay.js'
import { note } from '../model/toast.js'
import { destinationLinesOf, destinationRoom } from '../screens/destination-sheet.js'
import { type Action, leave } from './action.js'

const moveTo =
  (to: (cursor: number, rows: number) => number): Action =>
  (model) => {
    const sheet = stateOf(model, 'destination')
    if (sheet === undefined) return []
    const most = destinationLinesOf(sheet, model).length - 1
    const from = Math.min(sheet.cursor, most)
    const cursor = Math.max(0, Math.min(most, to(from, destinationRoom(model).rows)))
    changeOverlay(model, 'destination', { ...sheet, cursor })
    return []
  }

/** To an event wherever it is: all that lies over the view goes, and what is live is shown. */
export function goToEvent(model: Model, seq: number): Effect[] {
  model.overlays = []
  model.current = 'live'
  return [{ type: 'fetch-marked', seqs: [seq], jump: true }]
}

function goToSample(model: Model): Effect[] {
  const sheet = stateOf(model, 'destination')
  if (sheet === undefined) return []
  const lines = destinationLinesOf(sheet, model)
  const seq = lines[Math.min(sheet.cursor, lines.length - 1)]?.seq
  if (seq !== undefined) return goToEvent(model, seq)
  note(model, 'Only an example of an event leads to it: n goes to the next')
  return []
}

function nextSample(model: Model): Effect[] {
  const sheet = stateOf(model, 'destination')
  if (sheet === undefined) return []
  const lines = destinationLinesOf(sheet, model)
  const here = lines[sheet.cursor]?.seq
  const isNext = (from: number) => (line: (typeof lines)[number], i: number) =>
    i > from && line.seq !== undefined && line.seq !== here
  const behind = lines.findIndex(isNext(sheet.cursor))
  const cursor = behind === -1 ? lines.findIndex(({ seq }) => seq !== undefined) : behind
  if (cursor === -1) note(model, 'There is no example: no event was held back or refused')
  else changeOverlay(model, 'destination', { ...sheet, cursor })
  return []
}

export const DESTINATION_SHEET_ACTIONS = {
  'go-to-sample': goToSample,
  'next-sample': nextSample,
  'destination-down': moveTo((cursor) => cursor + 1),
  'destination-up': moveTo((cursor) => cursor - 1),
  'destination-page-down': moveTo((cursor, rows) => cursor + Math.max(1, rows - 1)),
  'destination-page-up': moveTo((cursor, rows) => cursor - Math.max(1, rows - 1)),
  'destination-first': moveTo(() => 0),
  'destination-last': moveTo(() => Number.MAX_SAFE_INTEGER),
  'leave-destination': leave,
} as const satisfies Partial<Record<Command, Action>>
