import type { Model, Toast } from './model.js'

const SHOWN_MS = 4000

/** Says something for a while; an error until a key is pressed. */
export function note(model: Model, text: string, kind: Toast['kind'] = 'note'): void {
  model.toast = { text, kind, untilMs: kind === 'error' ? Number.POSITIVE_INFINITY : model.nowMs + SHOWN_MS }
}
