import { TrailError } from '../../protocol/error.js'
import type { ForwardingEffect } from '../model/effect/forwarding.js'
import type { Controlled } from '../model/message/forwarding.js'
import type { Hands, Performers } from './hands.js'

const PAGE = 1000

export function forwardingPerformers({ daemon, asking, send, onMistake }: Hands): Performers<ForwardingEffect> {
  /** Tells a failure of the daemon's in its own way; a mistake of ours ends the screen. */
  const attempt = (
    name: string,
    work: (current: AbortSignal) => Promise<void>,
    failed: (error: TrailError) => void,
  ) => {
    const current = asking.start(name)
    work(current).catch((error: unknown) => {
      if (current.aborted) return
      if (error instanceof TrailError) failed(error)
      else onMistake(error)
    })
  }

  return {
    'ask-destinations': ({ discardsOf }) =>
      attempt(
        'destinations',
        async (current) => {
          const { destinations } = await daemon.call('forward.list', {}, current)
          const named = destinations.find(({ settings }) => settings.name === discardsOf) ?? destinations[0]
          const name = named?.settings.name
          const discards =
            name === undefined
              ? undefined
              : { name, list: (await daemon.call('forward.discards', { name }, current)).discards }
          send({ type: 'destinations', destinations, discards })
        },
        ({ message }) => send({ type: 'no-destinations', message }),
      ),
    'ask-dead': ({ name, after }) =>
      attempt(
        'dead letters',
        async (current) => {
          const page = await daemon.call('forward.dead', { name, after, limit: PAGE }, current)
          send({ type: 'dead', name, after, ...page })
        },
        ({ message }) => send({ type: 'no-destinations', message }),
      ),
    'control-forwarding': ({ name, control: { method, params } }) =>
      attempt(
        `${method} ${name}`,
        async (current) => {
          const answer = await daemon.call(method, params, current)
          send({ type: 'controlled', name, method, answer } as Controlled)
        },
        ({ message, options: { field } }) =>
          send({ type: 'not-controlled', method, message, ...(field !== undefined && { field }) }),
      ),
  }
}
