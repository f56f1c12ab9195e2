import type { Line } from './view/text.js'

/** The Elm shape: what is shown is a function of the model, which only messages change. */
export interface Program<Model, Message, Effect> {
  readonly model: Model
  update(model: Model, message: Message): readonly Effect[]
  view(model: Model): readonly Line[]
}

export interface ProgramWorld<Effect> {
  draw(lines: readonly Line[]): void
  perform(effect: Effect): void
  /** What `update` or `view` threw; the program has stopped. */
  onMistake(error: unknown): void
}

export interface Running<Message> {
  /** `now`: somebody waits for what this changes, as after a key. */
  send(message: Message, draw?: 'now' | 'soon'): void
  /** What is on the screen. */
  readonly drawn: readonly Line[]
  stop(): void
}

/** 15 frames a second: what a tail needs, and a third of what more would cost over a slow line. */
const FRAME_MS = 66

/** Runs a program: at most one draw a frame, however many messages come, and at once where somebody waits. */
export function runProgram<Model, Message, Effect>(
  { model, update, view }: Program<Model, Message, Effect>,
  { draw, perform, onMistake }: ProgramWorld<Effect>,
): Running<Message> {
  let drawn: readonly Line[] = []
  let soon: NodeJS.Timeout | undefined
  let now: NodeJS.Immediate | undefined
  let stopped = false

  const stop = () => {
    stopped = true
    clearTimeout(soon)
    clearImmediate(now)
  }
  const orStop = (work: () => void) => {
    if (stopped) return
    try {
      work()
    } catch (error) {
      stop()
      onMistake(error)
    }
  }
  const paint = () => {
    clearTimeout(soon)
    clearImmediate(now)
    soon = undefined
    now = undefined
    orStop(() => {
      drawn = view(model)
      draw(drawn)
    })
  }
  paint()
  return {
    send(message, when = 'soon') {
      orStop(() => {
        for (const effect of update(model, message)) perform(effect)
      })
      if (stopped) return
      // Keys that came together are drawn together.
      if (when === 'now') now ??= setImmediate(paint)
      else soon ??= setTimeout(paint, FRAME_MS)
    },
    get drawn() {
      return drawn
    },
    stop,
  }
}
