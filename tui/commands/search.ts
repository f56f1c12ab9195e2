import { command, defaulted, flag } from './command.js'
import { EVENT_OUTPUT_OPTION, eventPrinter, formatOf } from './event-printer.js'
import { FILTER_OPTIONS, filterOf } from './filter-option.js'
import { TARGET_OPTIONS } from './find-daemon.js'
import { wholeNumber } from './option-value.js'
import { pages } from './pages.js'
import { progressBar } from './progress-bar.js'
import { withClient } from './with-client.js'

export const search = command({
  name: 'search',
  summary: 'print matching events, newest first',
  arguments: '[FILTER...]',
  options: {
    limit: defaulted('-n, --limit <count>', 'at most so many; 0 for all', wholeNumber(0, Number.MAX_SAFE_INTEGER), 100),
    archive: flag('--archive', 'search what retention has archived, instead of the trail'),
    ...EVENT_OUTPUT_OPTION,
    ...FILTER_OPTIONS,
    ...TARGET_OPTIONS,
  },
  async run(world, args, values) {
    const filter = filterOf(args, values)
    const limit = values.limit === 0 ? Number.POSITIVE_INFINITY : values.limit
    const print = eventPrinter(world, formatOf(world, values.output))
    const progress = progressBar(world)
    const question = { filter, order: 'newest', limit, archive: values.archive, onProgress: progress.of } as const
    await withClient(world, values, async (client) => {
      for await (const { events } of pages(world, client, question)) {
        progress.clear()
        await print(events)
      }
    }).finally(progress.clear)
    return undefined
  },
})
