/** One metric as a scraper reads it. */
export interface Family {
  readonly type: string
  readonly help: string
  readonly samples: readonly Sample[]
}

export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*/
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"/
/** What Go's ParseFloat takes in decimal; and a time, which we never give. */
const VALUE = /^ (nan|[+-]?inf|[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?: -?\d+)?$/i
const TYPES = new Set(['counter', 'gauge', 'histogram', 'summary', 'untyped'])

/**
 * Reads Prometheus' text format 0.0.4 by its grammar, and refuses what a lenient
 * scraper would let pass: lines of one metric apart from each other, a series twice,
 * samples without a type, a histogram that does not add up.
 */
export function parseExposition(text: string): Map<string, Family> {
  if (!text.endsWith('\n')) throw new Error('the last line does not end')
  const families = new Map<string, { type: string; help: string; samples: Sample[] }>()
  const series = new Set<string>()
  let current = ''
  for (const [i, line] of text.slice(0, -1).split('\n').entries()) {
    const fail = (why: string): never => {
      throw new Error(`line ${i + 1}, ${why}: ${line}`)
    }
    if (line === '') continue
    const comment = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line)
    if (comment !== null) {
      const [, kind, name, rest] = comment as unknown as [string, string, string, string]
      if (NAME.exec(name)?.[0] !== name) fail('no name')
      if (kind === 'HELP') {
        if (families.has(name)) fail('told before')
        families.set(name, { type: '', help: rest, samples: [] })
      } else {
        const family = families.get(name) ?? fail('a type without help')
        if (name !== current || family.type !== '' || family.samples.length > 0) fail('a type out of place')
        if (!TYPES.has(rest)) fail('no type')
        family.type = rest
      }
      current = name
      continue
    }
    if (line.startsWith('#')) fail('a comment that says nothing')
    const name = NAME.exec(line)?.[0] ?? fail('no name')
    const { labels, rest } = readLabels(line.slice(name.length), fail)
    const [, value] = VALUE.exec(rest) ?? fail('no value')
    const family = families.get(current)
    const suffixes = family?.type === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']
    if (family === undefined || family.type === '' || !suffixes.some((suffix) => name === current + suffix))
      return fail('not of the metric above')
    const key = JSON.stringify([name, Object.entries(labels).sort()])
    if (series.has(key)) fail('a series twice')
    series.add(key)
    family.samples.push({ name, labels, value: Number(value!.replace(/inf/i, 'Infinity')) })
  }
  for (const [name, family] of families) {
    if (family.type === '') throw new Error(`${name} has no type`)
    if (family.type === 'histogram') checkHistogram(name, family)
  }
  return families
}

function readLabels(text: string, fail: (why: string) => never): { labels: Record<string, string>; rest: string } {
  const labels: Record<string, string> = {}
  if (!text.startsWith('{')) return { labels, rest: text }
  let rest = text.slice(1)
  while (!rest.startsWith('}')) {
    const [whole, label, value] = (LABEL.exec(rest) ?? fail('no label')) as unknown as [string, string, string]
    if (label in labels || label.startsWith('__')) fail('a label that may not be')
    labels[label] = value.replace(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped))
    rest = rest.slice(whole.length)
    if (rest.startsWith(',')) rest = rest.slice(1)
    else if (!rest.startsWith('}')) fail('labels that do not end')
  }
  return { labels, rest: rest.slice(1) }
}

function checkHistogram(name: string, { samples }: Family): void {
  const groups = new Map<string, Sample[]>()
  for (const sample of samples) {
    const { le: _, ...labels } = sample.labels
    const key = JSON.stringify(Object.entries(labels).sort())
    groups.set(key, [...(groups.get(key) ?? []), sample])
  }
  for (const [labels, group] of groups) {
    const of = (suffix: string) => group.filter((sample) => sample.name === name + suffix)
    const buckets = of('_bucket').map(({ labels: { le }, value }) => [Number(le!.replace('Inf', 'Infinity')), value])
    const rising = buckets.every(([le, value], at) => {
      const before = buckets[at - 1]
      return before === undefined || (before[0]! < le! && before[1]! <= value!)
    })
    const [count] = of('_count')
    if (!rising || of('_sum').length !== 1 || buckets.at(-1)?.[0] !== Infinity || buckets.at(-1)?.[1] !== count?.value)
      throw new Error(`${name}${labels} does not add up`)
  }
}
