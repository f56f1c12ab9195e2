import Type from 'typebox'

/** What one client may use, as it is configured. */
export const LIMIT_SETTINGS = {
  'limits.bodyBytes': {
    schema: Type.Integer({ minimum: 1024, maximum: 256 * 1024 * 1024 }),
    default: '16777216',
    meaning: 'bytes of one request, decompressed',
    reload: true,
    refusal: 'too-large',
  },
  'limits.items': {
    schema: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    default: '10000',
    meaning: 'items in one request',
    reload: true,
    refusal: 'too-large',
  },
  'limits.frameBytes': {
    schema: Type.Integer({ minimum: 1024, maximum: 64 * 1024 * 1024 }),
    default: '1048576',
    meaning: 'bytes of one WebSocket message',
    reload: false,
    refusal: 'too-large',
  },
  'limits.connections': {
    schema: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    default: '1024',
    meaning: 'connections that are open at once',
    reload: true,
    refusal: 'too-many-connections',
  },
  'limits.connectionsPerAddress': {
    schema: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    default: '256',
    meaning: 'of them, from one address (of IPv6 its /64); a proxy in front is one',
    reload: true,
    refusal: 'too-many-connections',
  },
  'limits.requestsPerConnection': {
    schema: Type.Integer({ minimum: 1, maximum: 10_000 }),
    default: '64',
    meaning: 'requests under way at once on one connection',
    reload: true,
    refusal: 'too-many-requests',
  },
  'limits.requests': {
    schema: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    default: '256',
    meaning: 'requests under way at once of one client: a token, the Unix socket, or an address without a token',
    reload: true,
    refusal: 'too-many-requests',
  },
  'limits.subscriptions': {
    schema: Type.Integer({ minimum: 1, maximum: 100_000 }),
    default: '64',
    meaning: 'subscriptions and exports that one client has open',
    reload: true,
    refusal: 'too-many-subscriptions',
  },
  'limits.bufferedBytes': {
    schema: Type.Integer({ minimum: 1024 * 1024, maximum: 64 * 1024 * 1024 * 1024 }),
    default: '67108864',
    meaning:
      'bytes held for one client: bodies that are being read, answers that were not taken; at least twice bodyBytes',
    reload: true,
    refusal: 'too-many-requests',
  },
  'limits.requestsPerSecond': {
    schema: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    default: '1000',
    meaning:
      'requests, messages and pings of one token or address in a second, a question counted as five; the Unix socket is free',
    reload: true,
    refusal: 'rate-limited',
  },
  'limits.eventsPerSecond': {
    schema: Type.Integer({ minimum: 1, maximum: 100_000_000 }),
    default: '20000',
    meaning: 'events of one token in a second, each KiB of a request counted as one at least; the Unix socket is free',
    reload: true,
    refusal: 'rate-limited',
  },
  'limits.failedAttempts': {
    schema: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    default: '60',
    meaning:
      'requests without a valid token, per minute and address (of IPv6 its /64), before the rest are answered 429',
    reload: true,
  },
} as const
