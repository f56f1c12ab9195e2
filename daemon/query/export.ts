import { canonicalJson } from '../../protocol/canonical.js'
import { csvHeader, csvRows } from '../../protocol/csv.js'
import type { AuditEvent } from '../../protocol/event.js'
import { damageIn } from '../store/damage.js'
import type { Context, Export, ExportParams } from './context.js'
import { scan } from './scan.js'

export async function exportBytes(context: Context, params: ExportParams, signal: AbortSignal): Promise<Export> {
  const { format, raw = false, cursor } = params
  const { batches, ...head } = await scan(context, params, signal)
  // Who goes on behind a cursor has the header row already.
  const header = format === 'csv' && cursor === undefined ? csvHeader() : ''
  const print = format === 'csv' ? (events: readonly AuditEvent[]) => csvRows(events, { raw }) : printNdjson
  return { ...head, chunks: printed(header, batches, print) }
}

const CHUNK_CHARACTERS = 256 * 1024

async function* printed(
  header: string,
  batches: AsyncIterable<readonly AuditEvent[]>,
  print: (events: readonly AuditEvent[]) => string,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  let text = header
  let damage: unknown
  try {
    for await (const events of batches) {
      text += print(events)
      if (text.length < CHUNK_CHARACTERS) continue
      yield encoder.encode(text)
      text = ''
    }
  } catch (error) {
    // Comes when everything that can be read was given.
    damage = damageIn(error)
  }
  if (text.length > 0) yield encoder.encode(text)
  if (damage !== undefined) throw damage
}

function printNdjson(events: readonly AuditEvent[]): string {
  return events.map((event) => `${canonicalJson(event)}\n`).join('')
}
