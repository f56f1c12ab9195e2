import { keyOf } from '../model/binding.js'
import { browseOf } from '../model/browse.js'
import type { Model } from '../model/model.js'
import { PRESETS, type Presets, presetOf } from '../model/presets.js'
import type { Rect } from '../view/rect.js'
import { type Line, span } from '../view/text.js'
import { menuRect, viewMenu, widest } from './frame.js'

/** The stretches of time, that of the filter marked. */
export function viewPresets({ cursor }: Presets, model: Model): { rect: Rect; lines: readonly Line[] } {
  const { filter } = browseOf(model)
  const now = presetOf(filter.filter)
  const timeless = !filter.filter.terms.some(({ key }) => key === 'since' || key === 'until')
  const row = (key: string, name: string, chosen: boolean): Line => [
    span(` ${key} `, 'accent'),
    span(chosen ? '● ' : '  ', 'good'),
    span(`${name} `),
  ]
  const rows = [
    ...PRESETS.map((preset) => row(keyOf(model, `since-${preset}`), `last ${preset}`, preset === now)),
    row(keyOf(model, 'since-ever'), 'all time', timeless),
  ]
  const rect = menuRect(model, { columns: Math.max(24, widest(rows)), rows: rows.length })
  return { rect, lines: viewMenu({ title: 'time', rows, cursor, click: 'preset' }, model, rect) }
}
