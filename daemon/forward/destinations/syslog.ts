import type { DestinationSettings } from '../../../protocol/destination-settings.js'
import { failureOf } from '../outbound/answer.js'
import { endpointMistake, hostOf, type Schemes } from '../outbound/endpoint.js'
import { ADDRESS_REFUSED, refusal } from '../outbound/guard.js'
import { coded, limited } from '../outbound/limit.js'
import { type Peer, sendOneWay } from '../outbound/one-way.js'
import type { DestinationType, Item, Mistake } from './destination.js'
import { syslogMessage } from './syslog-message.js'

const SCHEMES: Schemes = { secure: 'tls:', plain: 'tcp:', example: 'tls://host:6514' }
/** By IANA: RFC 5425, and syslog-conn. */
const DEFAULT_PORTS = { 'tls:': 6514, 'tcp:': 601 } as const
const DEFAULT_TIMEOUT_MS = 30_000
const LOG_AUDIT = 13

/**
 * Syslog by RFC 5424, framed by octet counting (RFC 6587, over TLS RFC 5425). It knows no
 * acknowledgement, so each batch has a connection of its own, and "delivered" means that
 * the receiver read it to its end and closed in turn without a reset. What it then does
 * with it, nobody can tell. A receiver that does not close when its sender does never
 * confirms anything: ETIMEDOUT. One with a limit below 256 KiB a message may cut it.
 */
export const syslog: DestinationType = {
  limits: () => ({ maxEvents: 5000, maxBytes: 4 << 20, maxEventBytes: 256 << 10 }),
  mistake: (settings, secrets) => endpointMistake(settings, SCHEMES) ?? addressMistake(settings, secrets),
  encode: (payload, { facility = LOG_AUDIT }) => syslogMessage(payload, facility),
  open({ settings: { timeoutMs = DEFAULT_TIMEOUT_MS, ...settings } }) {
    const peer = peerOf(settings)
    const barred = refusal(peer.host, peer.allowPrivate, { privateOnly: !peer.secure })
    const ended = new AbortController()
    return {
      async send({ items }, signal) {
        signal.throwIfAborted()
        if (ended.signal.aborted) throw new Error('Cannot send: the sender is closed')
        if (barred !== undefined)
          return { result: 'retry', code: ADDRESS_REFUSED, message: `Cannot connect: ${barred}` }
        const limit = limited(signal, ended.signal, timeoutMs)
        try {
          await sendOneWay(peer, framed(items), limit.signal)
          return { result: 'delivered' }
        } catch (cause) {
          signal.throwIfAborted()
          return failureOf(cause, [])
        } finally {
          limit.release()
        }
      },
      async close() {
        ended.abort(coded('ECONNABORTED', 'the sender was closed'))
      },
    }
  },
}

const framed = (items: readonly Item[]) => Buffer.from(items.map(({ text, bytes }) => `${bytes} ${text}`).join(''))

function addressMistake({ url }: DestinationSettings, secrets: readonly string[]): Mistake | undefined {
  if (url === undefined) return { field: 'url', problem: `must be given, as ${SCHEMES.example}` }
  const { pathname, search } = new URL(url)
  if (!['', '/'].includes(pathname) || search !== '') return { field: 'url', problem: 'must end behind its port' }
  return secrets.length > 0 ? { field: 'secret', problem: 'has no place in syslog' } : undefined
}

function peerOf({ url, allowPrivate = [], ca }: DestinationSettings): Peer {
  const { protocol, port } = new URL(url!)
  return {
    secure: protocol === SCHEMES.secure,
    host: hostOf(url!)!.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? DEFAULT_PORTS[protocol as keyof typeof DEFAULT_PORTS] : Number(port),
    allowPrivate,
    ...(ca !== undefined && { ca }),
  }
}
