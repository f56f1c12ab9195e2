import type { Route } from './route.js'

export interface MetricsOptions {
  readonly metrics: Metrics
  /** Whether it needs no token. */
  readonly isPublic: () => boolean
}

/** All figures as text. */
export interface Metrics {
  readonly contentType: string
  print(signal: AbortSignal): Promise<string>
}

/** The figures for Prometheus. */
export function metricsRoute({ metrics, isPublic }: MetricsOptions): Route {
  return {
    method: 'GET',
    path: '/metrics',
    whole: true,
    get roles() {
      return isPublic() ? 'anyone' : (['owner', 'auditor'] as const)
    },
    async answer({ signal }) {
      return {
        status: 200,
        headers: { 'content-type': metrics.contentType },
        body: await metrics.print(signal()),
      }
    },
  }
}
