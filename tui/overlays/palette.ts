import { run } from '../actions/actions.js'
import { paletteRows } from '../actions/palette.js'
import { changeOverlay } from '../model/overlay.js'
import { type Palette, retypePalette } from '../model/palette.js'
import { paletteRect, viewPalette } from '../screens/palette.js'
import type { OverlayKind } from './overlay.js'

export const PALETTE: OverlayKind<Palette> = {
  view: (palette, model) => ({
    rect: paletteRect(model),
    lines: viewPalette(palette, paletteRows(model, palette), model),
  }),
  typing: {
    line: ({ line }) => line,
    retype(model, palette, line) {
      changeOverlay(model, 'palette', retypePalette(palette, line))
      return []
    },
  },
  clicked(model, palette, what, which) {
    if (what !== 'line') return []
    changeOverlay(model, 'palette', { ...palette, cursor: Number(which) })
    return run('run-line', model)
  },
}
