import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { type Figures, type HistogramName, METRICS, type Metric, type Samples } from './metrics.js'

/** The metrics of one daemon. */
export interface Meters {
  /** Who is told how long each of these took, in milliseconds. */
  timerOf(name: HistogramName): (tookMs: number) => void
  /** All metrics in the text format of Prometheus, with what `figures` are when somebody looks. */
  metricsOf<D>(figures: (door: D, signal: AbortSignal) => Promise<Figures>): MetricsOf<D>
}

export interface MetricsOf<D> {
  readonly contentType: string
  print(door: D, signal: AbortSignal): Promise<string>
}

/**
 * What happens often is observed as it happens; what is known anyway is asked for
 * when somebody looks, so that it costs nothing meanwhile.
 */
export function createMeters(): Meters {
  const registry = new Registry()
  // The process is told of by the names that dashboards for Node know: event-loop delay, heap, garbage collection, file descriptors.
  collectDefaultMetrics({ register: registry })
  const histograms = new Map<string, Histogram>()
  const asked = new Map<string, (samples: Samples) => void>()
  for (const [name, { type, help, labels = [], buckets = [] }] of Object.entries<Metric>(METRICS)) {
    const settings = { name, help, labelNames: [...labels], registers: [registry] }
    if (type === 'histogram') {
      histograms.set(name, new Histogram({ ...settings, buckets: [...buckets] }))
      continue
    }
    const metric = type === 'counter' ? new Counter(settings) : new Gauge(settings)
    asked.set(name, (samples) => {
      metric.reset()
      // Reset, one without labels is 0: a backup of 1970 where there was none.
      if (labels.length === 0) metric.remove()
      for (const [of, value] of samples) metric.inc(of, value)
    })
  }
  return {
    timerOf(name) {
      const histogram = histograms.get(name)!
      return (tookMs) => histogram.observe(tookMs / 1000)
    },
    metricsOf: (figures) => ({
      contentType: registry.contentType,
      async print(door, signal) {
        const now = await figures(door, signal)
        for (const [name, samples] of Object.entries(now)) asked.get(name)!(samples)
        return registry.metrics()
      },
    }),
  }
}
