import { connect } from 'node:net'
import { type RawData, WebSocket } from 'ws'
import { type Codec, codecFor } from './codec.js'
import { TrailError } from './error.js'
import { CLOSE_CODES, type ClientMessage, type ServerMessage, SUBPROTOCOLS } from './message.js'
import { printTarget, type Target } from './target.js'

export interface LinkOptions {
  readonly target: Target
  readonly token: string | undefined
  readonly codec: keyof typeof SUBPROTOCOLS
  /** A link on which nothing is heard for this long, the daemon's pings included, is dead. */
  readonly silenceMs: number
  readonly onMessage: (message: ServerMessage) => void
  /**
   * Called once, and nothing after it. `unauthorized`, `forbidden` and
   * `invalid-request` (another protocol version) are refusals; anything else may
   * pass. Undefined: closed by us.
   */
  readonly onClose: (error: TrailError | undefined) => void
}

/** One WebSocket, until it breaks. */
export interface Link {
  send(message: ClientMessage): void
  /** Stops reading from the network, so that the daemon keeps what is not wanted yet. Silence is not counted meanwhile. */
  pause(): void
  resume(): void
  /** With a refusal of ours the daemon is told why. `onClose` follows. */
  close(refusal?: TrailError): void
}

const HANDSHAKE_MS = 10_000
const GOODBYE_MS = 1000
/** RFC 6455, section 7.4.1: no goodbye was said. */
const BROKEN = 1006
/** A page may hold 1000 events of 32 KiB. */
const MAX_FRAME_BYTES = 48 * 1024 * 1024

export function openLink({ target, token, codec: codecName, silenceMs, onMessage, onClose }: LinkOptions): Link {
  const place = printTarget(target)
  const subprotocol = SUBPROTOCOLS[codecName]
  const socket = new WebSocket(target.kind === 'unix' ? 'ws://localhost/ws' : target.url, [subprotocol], {
    ...(target.kind === 'unix' ? { createConnection: () => connect(target.path) } : target.tls),
    ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
    handshakeTimeout: HANDSHAKE_MS,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
  })
  let codec: Codec | undefined
  let failure: TrailError | undefined
  let closedByUs = false
  let watch: NodeJS.Timeout | undefined

  const expectWithin = (ms: number) => {
    clearTimeout(watch)
    watch = setTimeout(() => fail(unavailable(place, `nothing was heard for ${ms / 1000} s`)), ms)
  }
  const fail = (error: TrailError) => {
    failure ??= error
    socket.terminate()
  }
  expectWithin(HANDSHAKE_MS)

  socket.once('open', () => {
    codec = codecFor(socket.protocol)
  })
  socket.on('message', (data: RawData, isBinary: boolean) => {
    if (failure !== undefined || closedByUs) return
    try {
      const bytes = data as Buffer
      const message = codec!.decode(isBinary ? bytes : bytes.toString(), MAX_FRAME_BYTES) as ServerMessage
      if ('hello' in message) expectWithin(silenceMs)
      else watch?.refresh()
      onMessage(message)
    } catch (error) {
      if (!(error instanceof TrailError)) throw error
      fail(unavailable(place, error.message, error))
    }
  })
  socket.on('ping', () => watch?.refresh())
  socket.on('error', (cause) => {
    failure ??= unavailable(place, cause.message, cause)
  })
  socket.on('unexpected-response', (_request, { statusCode = 0, statusMessage = '' }) => {
    fail(REFUSED_STATUS[statusCode]?.(place) ?? unavailable(place, `it answered ${statusCode} ${statusMessage}`))
  })
  socket.once('close', (code, reason) => {
    clearTimeout(watch)
    if (closedByUs) onClose(failure)
    else
      onClose(
        REFUSED_CODE[code]?.(place) ??
          failure ??
          unavailable(
            place,
            reason.toString() || (code === BROKEN ? 'the connection broke' : `it hung up with code ${code}`),
          ),
      )
  })

  return {
    send: (message) => socket.send(codec!.encode(message)),
    pause() {
      if (closedByUs) return
      socket.pause()
      clearTimeout(watch)
      watch = undefined
    },
    resume() {
      if (closedByUs) return
      socket.resume()
      expectWithin(silenceMs)
    },
    close(refusal) {
      if (closedByUs) return
      closedByUs = true
      failure = refusal
      clearTimeout(watch)
      watch = setTimeout(() => socket.terminate(), GOODBYE_MS)
      // A socket that is paused would never see the daemon's half of the goodbye.
      socket.resume()
      socket.close(refusal === undefined ? CLOSE_CODES.normal : CLOSE_CODES.version)
    },
  }
}

const unauthorized = (place: string) =>
  new TrailError('unauthorized', `Cannot connect to ${place}: there is no valid token`)
const forbidden = (place: string) => new TrailError('forbidden', `Cannot connect to ${place}: this token may not`)
const version = (place: string) =>
  new TrailError('invalid-request', `Cannot connect to ${place}: it speaks another version of the protocol`)
const tooLarge = (place: string) => new TrailError('too-large', `Cannot ask ${place}: the request was too large for it`)

const REFUSED_STATUS: { readonly [status: number]: (place: string) => TrailError } = {
  401: unauthorized,
  403: forbidden,
}
const REFUSED_CODE: { readonly [code: number]: (place: string) => TrailError } = {
  [CLOSE_CODES.unauthorized]: unauthorized,
  [CLOSE_CODES.forbidden]: forbidden,
  [CLOSE_CODES.version]: version,
  [CLOSE_CODES.tooLarge]: tooLarge,
}

function unavailable(place: string, problem: string, cause?: unknown): TrailError {
  return new TrailError(
    'unavailable',
    `Cannot reach the daemon at ${place}: ${problem}`,
    cause === undefined ? {} : { cause },
  )
}
