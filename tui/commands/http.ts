import { type ClientRequest, type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { ERRORS, type ErrorType, TrailError, type WireError } from '../../protocol/error.js'
import { printTarget } from '../../protocol/target.js'
import type { Daemon } from './find-daemon.js'

export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  /** With its query. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/**
 * One HTTP request over the daemon's Unix socket or TCP address. Resolves with the
 * answer's head, whatever its status; the body is the caller's to read. Throws `unavailable`.
 */
export function send({ target, token }: Daemon, what: HttpRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const headers = { ...what.headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) }
  const options = { method: what.method, headers, agent: false, signal } as const
  return new Promise((resolve, reject) => {
    const request =
      target.kind === 'unix'
        ? requestHttp({ ...options, socketPath: target.path, path: what.path })
        : overTcp(target.url, what.path, { ...options, ...target.tls })
    request.once('response', resolve)
    request.once('error', (cause) => {
      const message = `Cannot reach the daemon at ${printTarget(target)}: ${cause.message}`
      reject(signal.aborted ? signal.reason : new TrailError('unavailable', message, { cause }))
    })
    request.end(what.body)
  })
}

/** The HTTP routes stand beside the WebSocket's `/ws`, also below the path of a proxy. */
function overTcp(webSocketUrl: URL, path: string, options: RequestOptions): ClientRequest {
  const url = new URL(webSocketUrl)
  url.protocol = url.protocol === 'wss:' ? 'https:' : 'http:'
  const base = url.pathname.replace(/\/ws$/, '')
  return (url.protocol === 'https:' ? requestHttps : requestHttp)(new URL(base + path, url), options)
}

/** The whole body of an answer as text. */
export async function readText(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** The error that an answer of status 400 or more tells, as the daemon meant it. */
export function errorOf(status: number, body: string): TrailError {
  const told = parseErrors(body)
  if (told) return TrailError.fromWire(told)
  const type = (Object.keys(ERRORS) as ErrorType[]).find((each) => ERRORS[each].status === status) ?? 'internal'
  return new TrailError(type, `Cannot do that: the daemon answered ${status}`)
}

function parseErrors(body: string): WireError | undefined {
  try {
    const { errors } = JSON.parse(body)
    return typeof errors?.[0]?.message === 'string' ? errors[0] : undefined
  } catch {
    return undefined
  }
}
