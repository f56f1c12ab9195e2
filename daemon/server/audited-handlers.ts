import type { CallMethod, Params, Result } from '../../protocol/request.js'
import type { Read, SelfAudit } from '../audit/self-audit.js'
import type { Handlers, RequestContext } from './handlers.js'

/** Requests that show events or what they hold, and what is recorded of them. */
const READS: { readonly [M in CallMethod]?: (params: Params<M>) => Omit<Read, 'request'> } = {
  query: ({ filter, archive }) => ({ filter, ...(archive === true && { action: 'Audit Archive Viewed' }) }),
  count: ({ filter }) => ({ filter }),
  facets: ({ filter }) => ({ filter }),
  histogram: ({ filter }) => ({ filter }),
  'forward.preview': () => ({}),
  'forward.discards': () => ({}),
  'forward.dead': () => ({}),
}

/** The same handlers, with the trail's own record of what they were asked for. Only what was answered was seen. */
export function auditedHandlers(handlers: Handlers, audit: SelfAudit): Handlers {
  const reading = Object.entries(READS).map(([method, readOf]) => {
    const handle = handlers[method as CallMethod] as Handle
    const audited: Handle = async (params, context) => {
      const result = await handle(params, context)
      audit.read({ request: method, ...(readOf as (params: unknown) => Omit<Read, 'request'>)(params) }, context)
      return result
    }
    return [method, audited]
  })
  return {
    ...handlers,
    ...Object.fromEntries(reading),
    async *subscribe(params, context) {
      let end: (() => void) | undefined
      try {
        for await (const frame of handlers.subscribe(params, context)) {
          end ??= audit.tail({ request: 'subscribe', filter: params.filter }, context)
          yield frame
        }
      } finally {
        end?.()
      }
    },
    'tokens.list': async (params, context) => {
      const result = await handlers['tokens.list'](params, context)
      audit.listedTokens('tokens.list', context)
      return result
    },
  }
}

type Handle = (params: unknown, context: RequestContext) => Promise<Result<CallMethod>> | Result<CallMethod>
