export interface Toast {
  readonly text: string
  readonly kind: 'done' | 'note' | 'error'
  readonly atMs: number
  /** Errors stay until a key is pressed. */
  readonly untilMs: number
}

export interface ToastState {
  nowMs: number
  /** The newest last. */
  toasts: readonly Toast[]
}

const KEPT = 100
const SHOWN_MS = 4000

/** Says something for a while; an error until a key is pressed. */
export function note(state: ToastState, text: string, kind: Toast['kind'] = 'note', shownMs = SHOWN_MS): void {
  const { nowMs, toasts } = state
  const untilMs = kind === 'error' ? Number.POSITIVE_INFINITY : nowMs + shownMs
  state.toasts = [...toasts, { text, kind, atMs: nowMs, untilMs }].slice(-KEPT)
}

/** What is said right now. */
export function toastOf({ nowMs, toasts }: ToastState): Toast | undefined {
  const last = toasts.at(-1)
  return last !== undefined && nowMs < last.untilMs ? last : undefined
}

/** An error that was read goes. */
export function dismissError(state: ToastState): void {
  if (toastOf(state)?.kind === 'error') dismiss(state)
}

/** What is said right now is said no longer. */
export function dismiss(state: ToastState): void {
  const toast = toastOf(state)
  if (toast !== undefined) state.toasts = state.toasts.with(-1, { ...toast, untilMs: state.nowMs })
}
