import type { Command } from '../keymap/keymap.js'
import { alertAtCursor, alertIndex, type Handled, handle, moveToAlert } from '../model/alerts.js'
import { openOverlay } from '../model/overlay.js'
import { openSheet } from '../model/sheet.js'
import { note } from '../model/toast.js'
import type { Action } from './action.js'

const moveTo =
  (to: (index: number) => number): Action =>
  (model) => {
    moveToAlert(model, to(alertIndex(model)))
    return []
  }

const DONE = {
  acknowledged: 'Acknowledged, on this screen only: the daemon is not told',
  snoozed: 'Snoozed for an hour, on this screen only',
} as const

const handling =
  (kind: Handled['kind']): Action =>
  (model) => {
    const alert = alertAtCursor(model)
    if (alert === undefined) return []
    note(model, handle(model, alert, kind) === undefined ? 'The alert is open again' : DONE[kind])
    return []
  }

export const ALERTS_ACTIONS = {
  'next-alert': moveTo((index) => index + 1),
  'previous-alert': moveTo((index) => index - 1),
  'first-alert': moveTo(() => 0),
  'last-alert': moveTo(() => Number.MAX_SAFE_INTEGER),
  'open-alert': (model) => {
    const alert = alertAtCursor(model)
    if (alert !== undefined) openOverlay(model, 'sheet', openSheet({ kind: 'alert', id: alert.id }))
    return []
  },
  acknowledge: handling('acknowledged'),
  snooze: handling('snoozed'),
} as const satisfies Partial<Record<Command, Action>>
