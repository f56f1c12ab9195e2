import type { ChartName, Draw, DrawChart } from '../view/chart.js'
import type { Line } from '../view/text.js'
import { barsChart } from './bars.js'
import { CONTRIB } from './contrib.js'
import { gaugeChart } from './gauge.js'
import { lineChart } from './line.js'
import { sparklineChart } from './sparkline.js'

const LOADERS: { readonly [C in ChartName]: () => Promise<Draw<C>> } = {
  line: async () => lineChart(await CONTRIB.line()),
  bars: async () => barsChart(await CONTRIB.stackedBar()),
  sparkline: async () => sparklineChart(await CONTRIB.sparkline()),
  gauge: async () => gaugeChart(await CONTRIB.gauge()),
}

const loaded: { [C in ChartName]?: Draw<C> } = {}

/** Loads what charts are drawn with, one after the other so that no frame has to wait for all of them. */
export async function loadCharts(): Promise<void> {
  for (const name of Object.keys(LOADERS) as ChartName[]) await load(name)
}

async function load<C extends ChartName>(name: C): Promise<void> {
  const slot = loaded as { [N in C]?: Draw<N> }
  slot[name] ??= await LOADERS[name]()
}

/** Drawing takes milliseconds, and most frames show the figures of the one before. */
const drawn = new Map<string, readonly Line[]>()
const MOST_DRAWN = 64

/** Nothing where its widget is not loaded. */
export const drawChart: DrawChart = (name, data, size) => {
  if (size.columns <= 0 || size.rows <= 0) return []
  const draw = loaded[name] as Draw<typeof name> | undefined
  if (draw === undefined) return []
  const key = JSON.stringify([name, size.columns, size.rows, data])
  let lines = drawn.get(key)
  if (lines === undefined) {
    lines = draw(data, size)
    if (drawn.size >= MOST_DRAWN) drawn.clear()
    drawn.set(key, lines)
  }
  return lines
}
