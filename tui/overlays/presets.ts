import { run } from '../actions/actions.js'
import { changeOverlay } from '../model/overlay.js'
import type { Presets } from '../model/presets.js'
import { viewPresets } from '../screens/presets.js'
import type { OverlayKind } from './overlay.js'

export const PRESETS: OverlayKind<Presets> = {
  view: viewPresets,
  clicked(model, _, what, which) {
    if (what !== 'preset') return []
    changeOverlay(model, 'presets', { cursor: Number(which) })
    return run('use-preset', model)
  },
}
