import { rmSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type SampleEvent, sampleEvents } from '../support/sample-events.js'
import { coldStart } from './cold-start.js'
import { CONTESTANTS, OURS } from './contestants.js'
import { forward } from './forward.js'
import { hostile } from './hostile.js'
import { http, httpBatch, tail } from './http.js'
import { load } from './load.js'
import type { Row } from './measure.js'
import { retention } from './retention.js'
import { startServers } from './server.js'
import { disk, exporting, facets, histogram, ingest, query, text } from './store.js'
import { printTable } from './table.js'
import { tui } from './tui.js'

const STORE_PARTS = ['ingest', 'disk', 'query', 'facets', 'histogram', 'export', 'text', 'start', 'retention']
const SERVER_PARTS = ['http', 'tail', 'load']
/** Measured only where it is asked for: it takes two minutes. */
const HOSTILE = 'hostile'
const PARTS = [...STORE_PARTS, ...SERVER_PARTS, 'forward', 'tui']
const HOUR_MS = 3_600_000

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    events: { type: 'string', default: '200000' },
    seed: { type: 'string', default: '1' },
    dir: { type: 'string', default: tmpdir() },
    seconds: { type: 'string', default: '4' },
    attack: { type: 'string' },
  },
})
const unknown = positionals.filter((name) => ![...PARTS, HOSTILE].includes(name))
if (unknown.length > 0) throw new RangeError(`Cannot measure '${unknown.join(' ')}': expected ${PARTS.join(', ')}`)
const wanted = new Set<string>(positionals.length > 0 ? positionals : PARTS)
const events = Math.ceil(Number(values.events) / 5000) * 5000
/** All of them within the last hour, so that no retention touches them that was not asked for. */
const START_MS = Date.now() - HOUR_MS
const INTERVAL_MS = HOUR_MS / (events * 2)
const [cpu] = cpus()

console.log(`${events.toLocaleString('en-US')} events, seed ${values.seed}, batches of 500, fsync before each answer`)
console.log(
  `Node ${process.version}, ${availableParallelism()} × ${cpu?.model}, ${new Date().toISOString().slice(0, 10)}\n`,
)

const folder = await mkdtemp(join(values.dir, 'audit-trail-bench-'))
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    rmSync(folder, { recursive: true, force: true })
    process.kill(process.pid, signal)
  })
}
const generator = generate()
try {
  const rows = [...(await storeParts()), ...(await serverParts())]
  if (wanted.has('forward')) rows.push(...(await forward(folder, events, () => generator.next().value)))
  if (rows.length > 0) console.log(printTable(rows, [...CONTESTANTS.keys()]))
  if (wanted.has(HOSTILE)) {
    const options = { seconds: Number(values.seconds), only: values.attack }
    console.log(await hostile(folder, events, () => generator.next().value, options))
  }
  if (wanted.has('tui')) console.log(await tui(() => generator.next().value))
} finally {
  await rm(folder, { recursive: true, force: true })
}

/** Whatever is asked for, the trails must first be filled; then each part asks the same of all. */
async function storeParts(): Promise<Row[]> {
  if (!STORE_PARTS.some((part) => wanted.has(part))) return []
  const rows: Row[] = []
  const folders = new Map([...CONTESTANTS.keys()].map((name, i) => [name, join(folder, `store-${i}`)]))
  for (const path of folders.values()) await mkdir(path)
  const contestants = new Map(
    await Promise.all([...CONTESTANTS].map(async ([name, open]) => [name, await open(folders.get(name)!)] as const)),
  )
  const known: SampleEvent[] = []
  const generator = generate()
  const next = () => {
    const event = generator.next().value
    if (known.length < 10_000) known.push(event)
    return event
  }
  rows.push(...(await ingest(contestants, events, next)))
  if (wanted.has('disk')) rows.push(...(await disk(contestants, events)))
  if (wanted.has('query')) rows.push(...(await query(contestants, known)))
  if (wanted.has('facets')) rows.push(...(await facets(contestants, events)))
  if (wanted.has('histogram')) rows.push(...(await histogram(contestants, events)))
  if (wanted.has('export')) rows.push(...(await exporting(contestants, events)))
  if (wanted.has('text')) rows.push(...(await text(contestants, events)))
  for (const contestant of contestants.values()) await contestant.close()
  if (wanted.has('start')) rows.push(...(await coldStart(folders)))
  if (wanted.has('retention')) rows.push(...(await retention(folders, START_MS + 0.9 * events * INTERVAL_MS)))
  return rows
}

async function serverParts(): Promise<Row[]> {
  if (!SERVER_PARTS.some((part) => wanted.has(part))) return []
  await using servers = await startServers(folder)
  const generator = generate()
  const next = () => generator.next().value
  const rows: Row[] = []
  if (wanted.has('tail')) rows.push(...(await tail(servers.all, next)))
  if (wanted.has('load')) rows.push(...(await load(servers.all.get(OURS)!, next)))
  if (wanted.has('http')) {
    rows.unshift(...(await http(servers.all, events / 2, next)), ...(await httpBatch(servers.all, events / 2, next)))
  }
  return rows
}

function generate() {
  return sampleEvents({ seed: Number(values.seed), startMs: START_MS, intervalMs: INTERVAL_MS })
}
