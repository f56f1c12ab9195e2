import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { METRICS, type Metric } from '#daemon/watch/metrics.js'
import { groupedBy, readPromQl } from '../support/promql.js'
import { PROJECT } from '../support/source-file.js'

interface Rule {
  readonly alert: string
  readonly expr: string
  readonly for?: string
  readonly labels: { readonly severity: string }
  readonly annotations: { readonly summary: string; readonly description: string }
}
interface Panel {
  readonly id: number
  readonly type: string
  readonly title: string
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[]
}

const read = (name: string) => readFileSync(join(PROJECT, 'daemon/watch', name), 'utf8')
const { groups } = parse(read('alerts.yaml')) as { groups: { rules: Rule[] }[] }
const rules = groups.flatMap((group) => group.rules)
const dashboard = JSON.parse(read('grafana.json')) as { panels: Panel[] }
const panels = dashboard.panels.filter(({ type }) => type !== 'row')

/** What a scraper adds. */
const ALWAYS = ['instance', 'job']

/** Labels by series name, of our own and of the process. */
function series(): Map<string, readonly string[]> {
  const known = new Map<string, readonly string[]>([['up', []]])
  for (const [name, { type, labels = [] }] of Object.entries<Metric>(METRICS)) {
    if (type !== 'histogram') known.set(name, labels)
    else for (const part of ['_bucket', '_sum', '_count']) known.set(name + part, [...labels, 'le'])
  }
  const register = new Registry()
  collectDefaultMetrics({ register })
  for (const { name } of register.getMetricsAsArray()) known.set(name, [])
  return known
}

const KNOWN = series()

/** What an expression, or the text beside it, names that is not there. */
function unknownIn(expr: string, text: string): string[] {
  const selectors = readPromQl(expr)
  const own = selectors.flatMap(({ metric }) => KNOWN.get(metric) ?? [])
  const templates = [...text.matchAll(/\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}/g)].map(([, label]) => label!)
  return [
    ...selectors.flatMap(({ metric, labels }) => {
      const has = KNOWN.get(metric)
      if (has === undefined) return [metric]
      return labels.filter((label) => ![...ALWAYS, ...has].includes(label)).map((label) => `${metric}{${label}}`)
    }),
    ...[...groupedBy(expr), ...templates].filter((label) => ![...ALWAYS, ...own].includes(label)),
  ]
}

test.each(rules.map((rule) => [rule.alert, rule] as const))(
  'the alert %s names what there is, and says what to do',
  (_, rule) => {
    const { expr, labels, annotations } = rule
    expect(readPromQl(expr).length).toBeGreaterThan(0)
    expect(unknownIn(expr, `${annotations.summary} ${annotations.description}`)).toEqual([])
    expect(labels.severity).toMatch(/^(page|ticket)$/)
    expect(annotations.summary.length * annotations.description.length).toBeGreaterThan(0)
    if (rule.for !== undefined) expect(rule.for).toMatch(/^\d+[mhd]$/)
    expect(Object.keys(rule).sort()).toEqual(['alert', 'annotations', 'expr', ...(rule.for ? ['for'] : []), 'labels'])
  },
)

test('alerts have names of their own', () => {
  const names = rules.map(({ alert }) => alert)
  expect(names.every((name) => /^AuditTrail[A-Z]\w+$/.test(name))).toBe(true)
  expect(new Set(names).size).toBe(names.length)
})

test.each(panels.map((panel) => [panel.title, panel] as const))(
  'the panel "%s" shows what there is',
  (_, { targets = [] }) => {
    expect(targets.length).toBeGreaterThan(0)
    for (const { expr, legendFormat } of targets) expect(unknownIn(expr, legendFormat)).toEqual([])
  },
)

test('panels stand beside each other, and each metric of our own that changes is shown', () => {
  const cells = new Set<string>()
  for (const { gridPos } of dashboard.panels) {
    expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24)
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
        expect(cells.has(`${x},${y}`)).toBe(false)
        cells.add(`${x},${y}`)
      }
    }
  }
  expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length)
  const shown = panels.flatMap(({ targets = [] }) =>
    targets.flatMap(({ expr }) => readPromQl(expr).map((each) => each.metric)),
  )
  const not = Object.keys(METRICS).filter((name) => !shown.some((each) => each === name || each === `${name}_bucket`))
  expect(not.sort()).toEqual([
    'audit_trail_calls_total',
    'audit_trail_info',
    'audit_trail_job_last_run_timestamp_seconds',
    'audit_trail_last_seq',
    'audit_trail_start_time_seconds',
  ])
})

test.each(['rate(x[5m]', 'x >', 'sun(x)', 'x y', 'x{a="b"', 'x{a}', 'x and', 'rate(x[5m))', 'x # y'])(
  'the reader of this test refuses %s',
  (text) => {
    expect(() => readPromQl(text)).toThrow()
  },
)
