import type { Facet } from '../../protocol/field.js'
import type { OnProgress } from '../../protocol/progress.js'
import type { Facets, FacetValue, Params } from '../../protocol/request.js'
import { type ColumnName, columnNumber, columnValues } from '../store/columns.js'
import { seqsOf } from '../store/damage.js'
import type { View } from '../store/trail.js'
import { splitTuple } from '../store/tuple.js'
import type { Within } from './asked-filter.js'
import type { Context } from './context.js'
import { boundsNow } from './moment.js'
import { pacer } from './pace.js'
import { type Plan, planOf } from './plan.js'
import { selector } from './select.js'

/** Which column a facet counts, and what a value of the column is called in it. */
interface Source {
  readonly column: ColumnName
  name(value: string): { readonly value: string | undefined; readonly label?: string | undefined }
}

const plain = (column: ColumnName): Source => ({
  column,
  name: (value) => ({ value: value === '' ? undefined : value }),
})

const SOURCES: { readonly [F in Facet]: Source } = {
  actor: {
    column: 'actor',
    name(tuple) {
      const [, id, name, email] = splitTuple(tuple)
      return { value: id, label: email ?? name }
    },
  },
  'actor.type': { column: 'actor', name: (tuple) => ({ value: splitTuple(tuple)[0] }) },
  action: plain('action'),
  area: plain('area'),
  outcome: plain('outcome'),
  workspace: plain('workspace'),
  resource: {
    column: 'resource',
    name(tuple) {
      const [id, name] = splitTuple(tuple)
      return { value: id ?? name, label: id === undefined ? undefined : name }
    },
  },
  'resource.type': plain('resource.type'),
  ip: plain('ip'),
}

const DEFAULT_TOP = 20

export async function facets(
  context: Context,
  params: Params<'facets'> & Within,
  signal: AbortSignal,
  onProgress?: OnProgress,
): Promise<Facets> {
  const view = await context.trail.view()
  try {
    const bounds = boundsNow(context, view)
    const columns = [...new Set(params.fields.map((facet) => columnNumber(SOURCES[facet].column)))]
    const plan = planOf(params, bounds)
    const { total, counts } = await countValues(view, plan, columns, signal, onProgress)
    const fields = Object.fromEntries(
      params.fields.map((facet) => {
        const source = SOURCES[facet]
        const values = grouped(counts.get(columnNumber(source.column))!, source)
        return [facet, { values: values.slice(0, params.top ?? DEFAULT_TOP), distinct: values.length }]
      }),
    )
    return { total, fields, asOf: bounds.asOf, ...view.leftOut.within(plan.fromSeq, plan.toSeq) }
  } finally {
    await view.close()
  }
}

/** How often each value of these columns occurs among the matches. Later values come later in each map. */
async function countValues(
  view: View,
  plan: Plan,
  columns: readonly number[],
  signal: AbortSignal,
  onProgress?: OnProgress,
) {
  const select = selector(view, plan, onProgress)
  const pause = pacer(signal)
  const byId = columns.map((column) => new Float64Array(view.dictionary.size(column)))
  const byText = columns.map(() => new Map<string, number>())
  let total = 0
  const addEvents = (events: readonly Parameters<typeof columnValues>[0][]) => {
    total += events.length
    for (const event of events) {
      const values = columnValues(event)
      for (const [i, column] of columns.entries()) add(byText[i]!, values[column]!, 1)
    }
  }
  for (const segment of view.segments) {
    await pause()
    if (plan.residual) {
      const selection = select.select(segment)
      if (selection !== undefined) addEvents(selection.events(selection.rows).filter((event) => plan.matches(event)))
      continue
    }
    const rows = select.rows(segment)
    if (rows === 'none') continue
    // All columns are read before anything is counted: a segment counts whole or not at all.
    const read = () =>
      columns.map((column) => {
        const values = view.reader.values(segment, column)
        if (rows === 'all') return { ...values, found: values.counts }
        return { ...values, found: countOrdinals(view.reader.ordinals(segment, column), rows, values.counts.length) }
      })
    const parts = view.leftOut.attempt(seqsOf(segment), read, undefined)
    if (parts === undefined) continue
    total += rows === 'all' ? segment.rows : rows.length
    for (const [i, { counts, ids, text, found }] of parts.entries()) {
      if (ids !== undefined) addById(byId[i]!, ids, found)
      else for (let n = 0; n < counts.length; n++) if (found[n]! > 0) add(byText[i]!, text(n), found[n]!)
    }
  }
  if (select.tail !== undefined) addEvents(select.tail.events(select.tail.rows))

  const counts = new Map(
    columns.map((column, i) => {
      const merged = new Map<string, number>()
      for (const [id, count] of byId[i]!.entries()) if (count > 0) merged.set(view.dictionary.text(column, id), count)
      for (const [text, count] of byText[i]!) add(merged, text, count)
      return [column, merged]
    }),
  )
  return { total, counts }
}

function countOrdinals(
  ordinals: Uint8Array | Uint16Array | undefined,
  rows: Uint16Array,
  distinct: number,
): Uint16Array {
  const counts = new Uint16Array(Math.max(1, distinct))
  for (const row of rows) counts[ordinals === undefined ? 0 : ordinals[row]!]!++
  return counts
}

/** Most frequent first; several values of the column may be one of the facet. */
function grouped(counts: ReadonlyMap<string, number>, { name }: Source): FacetValue[] {
  const groups = new Map<string, { count: number; label: string | undefined }>()
  for (const [text, count] of counts) {
    const { value, label } = name(text)
    if (value === undefined) continue
    const group = groups.get(value)
    groups.set(value, { count: (group?.count ?? 0) + count, label: label ?? group?.label })
  }
  return [...groups]
    .map(([value, { count, label }]): FacetValue => ({ value, count, ...(label !== undefined && { label }) }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
}

/** A function of its own, so that it is compiled after few segments and not after many questions. */
function addById(sums: Float64Array, ids: Uint32Array, found: ArrayLike<number>): void {
  for (let ordinal = 0; ordinal < ids.length; ordinal++) sums[ids[ordinal]!]! += found[ordinal]!
}

function add(counts: Map<string, number>, text: string, count: number): void {
  counts.set(text, (counts.get(text) ?? 0) + count)
}
