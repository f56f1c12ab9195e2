import { extname } from 'node:path'
import { command, defaulted, flag, optional } from './command.js'
import { formatOf } from './event-printer.js'
import { openExport } from './export/export-stream.js'
import type { ExportRequest } from './export/resume-cursor.js'
import { type ExportFormat, rowScanner } from './export/row-scanner.js'
import { refuseMissing, saveExport, unbroken } from './export/save-export.js'
import { FILTER_OPTIONS, filterOf } from './filter-option.js'
import { type Daemon, findDaemon, TARGET_OPTIONS } from './find-daemon.js'
import { replay } from './forward/replay.js'
import { oneOf, text } from './option-value.js'
import { progressBar } from './progress-bar.js'
import { UsageError, type World } from './world.js'

const FORMATS = ['csv', 'ndjson'] as const

export const exportEvents = command({
  name: 'export',
  summary: 'write every matching event as CSV or NDJSON, or send it to a destination',
  arguments: '[FILTER...]',
  options: {
    format: optional(
      '-f, --format <format>',
      "csv or ndjson (default: the file's extension, else csv)",
      oneOf(...FORMATS),
    ),
    output: optional('-o, --output <file>', 'where to (default: -, stdout); the same command again resumes', text),
    order: defaulted('--order <order>', 'newest or oldest first', oneOf('newest', 'oldest'), 'newest'),
    to: optional(
      '--to <destination>',
      'send them to a destination of forwarding instead, as forward replay does',
      text,
    ),
    raw: flag('--raw', 'leave CSV cells that look like formulas as they are'),
    quiet: flag('-q, --quiet', 'show no progress'),
    ...FILTER_OPTIONS,
    ...TARGET_OPTIONS,
  },
  async run(world, args, values) {
    if (values.to !== undefined) {
      const { output, format, raw } = values
      if (output !== undefined || format !== undefined || raw)
        throw new UsageError('Cannot take --to with --output, --format or --raw: a destination has a form of its own')
      await replay(world, values, { name: values.to, filter: filterOf(args, values) }, formatOf(world, undefined))
      return undefined
    }
    const request: ExportRequest = {
      filter: filterOf(args, values),
      format: values.format ?? formatNamed(values.output),
      order: values.order,
      raw: values.raw,
      timeZone: world.timeZone,
    }
    const daemon = await findDaemon(world, values)
    if (values.output === undefined || values.output === '-')
      await exportToStdout(world, daemon, request, !values.quiet)
    else await exportToFile(world, daemon, request, values.output, !values.quiet)
    return undefined
  },
})

const formatNamed = (file = ''): ExportFormat =>
  ['.ndjson', '.jsonl', '.json'].includes(extname(file).toLowerCase()) ? 'ndjson' : 'csv'

async function exportToFile(world: World, daemon: Daemon, request: ExportRequest, file: string, showProgress: boolean) {
  const progress = progressBar(world, showProgress)
  try {
    await saveExport(daemon, request, file, world.signal, progress.show)
  } finally {
    progress.clear()
  }
}

async function exportToStdout(world: World, daemon: Daemon, request: ExportRequest, showProgress: boolean) {
  const { moment, chunks } = await openExport(daemon, request, undefined, world.signal)
  const progress = progressBar(world, showProgress && !world.stdout.isTTY)
  const scanner = rowScanner(request.format)
  try {
    for await (const chunk of unbroken(chunks, world.signal, 'what was written is not whole')) {
      await world.stdout.write(chunk)
      scanner.scan(chunk)
      progress.show(scanner.rows, moment.total)
    }
  } finally {
    progress.clear()
  }
  refuseMissing(scanner.rows, moment.total, 'what was written lacks them')
}
