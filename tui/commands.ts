import type { Command } from './commands/command.js'
import { type Dashboard, demo } from './commands/demo.js'
import { emit } from './commands/emit.js'
import { exportEvents } from './commands/export.js'
import { importEvents } from './commands/import.js'
import { jobs, jobsRun } from './commands/jobs.js'
import { search } from './commands/search.js'
import { showEvent } from './commands/show.js'
import { stats } from './commands/stats.js'
import { tail } from './commands/tail.js'
import { tokenCreate, tokenList, tokenRevoke } from './commands/token.js'

/** Every command, in the order of the help. One of two words stands behind the one of its first. */
const dashboard: Dashboard = async () => {}

export const COMMANDS: readonly Command[] = [
  tail,
  search,
  showEvent,
  exportEvents,
  stats,
  emit,
  importEvents,
  tokenCreate,
  tokenList,
  tokenRevoke,
  jobs,
  jobsRun,
  demo(dashboard),
]
