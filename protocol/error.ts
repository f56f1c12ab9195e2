/**
 * Every failure a caller may act on has a type. The types are the contract, the
 * same on the wire, in HTTP answers and in the README's table; messages may be
 * reworded at any time. Mistakes of our own stay plain TypeErrors and RangeErrors.
 *
 * `status` is the HTTP status; `retry` says whether the same request, unchanged,
 * may succeed later.
 */
export const ERRORS = {
  'invalid-request': { status: 400, retry: false, meaning: 'The request does not match its schema' },
  'invalid-event': {
    status: 400,
    retry: false,
    meaning: 'The event does not match the schema; `field` names the place',
  },
  'invalid-filter': { status: 400, retry: false, meaning: 'The filter cannot be read; the message names the column' },
  'unknown-cursor': {
    status: 400,
    retry: false,
    meaning: 'The cursor belongs to another trail or epoch, or lies beyond the end',
  },
  'too-old': { status: 400, retry: false, meaning: 'The event is older than the retention limit' },
  unauthorized: { status: 401, retry: false, meaning: 'There is no valid token' },
  forbidden: { status: 403, retry: false, meaning: "The token's role may not do this" },
  'not-found': { status: 404, retry: false, meaning: 'There is nothing by that name' },
  'method-not-allowed': { status: 405, retry: false, meaning: 'The path exists, the method does not' },
  'already-exists': { status: 409, retry: false, meaning: 'The name is taken' },
  'rate-limited': {
    status: 429,
    retry: true,
    meaning: 'Too many of these, or too many failed attempts; Retry-After says when to come back',
  },
  'too-many-requests': { status: 429, retry: true, meaning: 'As much as one client may have is under way or unread' },
  'too-many-subscriptions': { status: 429, retry: true, meaning: 'As many subscriptions and exports are open' },
  'too-many-connections': { status: 503, retry: true, meaning: 'As many connections are open, in all or from here' },
  'too-large': { status: 413, retry: false, meaning: 'A body, frame or event exceeds its limit' },
  busy: { status: 503, retry: true, meaning: 'Too much is under way; nothing was stored' },
  unavailable: { status: 503, retry: true, meaning: 'The daemon is starting, stopping or opening its data anew' },
  'cannot-write': { status: 503, retry: true, meaning: 'The disk refuses writes; reads go on' },
  damaged: {
    status: 500,
    retry: false,
    meaning: 'What the disk returned is not what was written; the message names the place',
  },
  internal: { status: 500, retry: false, meaning: 'A mistake in the daemon; it is in its log' },
} as const satisfies Record<string, { status: number; retry: boolean; meaning: string }>

export type ErrorType = keyof typeof ERRORS

/** An error as it travels. */
export interface WireError {
  readonly type: ErrorType
  readonly message: string
  readonly field?: string
  /** When the same request may be made again, ms from now. */
  readonly retryAfterMs?: number
}

/** A failure a caller may act on. `field` is the path of the offending value, as "actor.id" or "column 7". `retryAfterMs` becomes `Retry-After` in HTTP. */
export class TrailError extends Error {
  override readonly name = 'TrailError'

  constructor(
    readonly type: ErrorType,
    message: string,
    readonly options: { readonly field?: string; readonly cause?: unknown; readonly retryAfterMs?: number } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
  }

  toWire(): WireError {
    const { field, retryAfterMs } = this.options
    return {
      type: this.type,
      message: this.message,
      ...(field !== undefined && { field }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    }
  }

  static fromWire({ type, message, field, retryAfterMs }: WireError): TrailError {
    return new TrailError(Object.hasOwn(ERRORS, type) ? type : 'internal', message, {
      ...(field !== undefined && { field }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    })
  }
}
