import { backup } from './commands/backup.js'
import type { Command } from './commands/command.js'
import { completionOf } from './commands/completion.js'
import { doctor } from './commands/doctor.js'
import { emit } from './commands/emit.js'
import { erase } from './commands/erase.js'
import { exportEvents } from './commands/export.js'
import {
  forwardDelete,
  forwardDisable,
  forwardEdit,
  forwardEnable,
  forwardSecret,
  forwardTest,
} from './commands/forward/control.js'
import { forwardCreate } from './commands/forward/create.js'
import { forward, forwardList } from './commands/forward/list.js'
import { forwardReplay } from './commands/forward/replay.js'
import { forwardDead, forwardDiscards, forwardPreview } from './commands/forward/sending.js'
import { importEvents } from './commands/import.js'
import { jobs, jobsCancel, jobsRun } from './commands/jobs.js'
import { redact } from './commands/redact.js'
import { search } from './commands/search.js'
import { showEvent } from './commands/show.js'
import { stats } from './commands/stats.js'
import { tail } from './commands/tail.js'
import { token, tokenCreate, tokenList, tokenRevoke } from './commands/token.js'
import { dashboard } from './dashboard.js'
import { demo } from './demo.js'
import { manualOf } from './manual.js'

/** Every command, in the order of the help; the first is the program itself. */
export const COMMANDS: readonly Command[] = [
  dashboard,
  tail,
  search,
  showEvent,
  exportEvents,
  stats,
  emit,
  importEvents,
  token,
  tokenCreate,
  tokenList,
  tokenRevoke,
  forward,
  forwardList,
  forwardCreate,
  forwardEdit,
  forwardEnable,
  forwardDisable,
  forwardDelete,
  forwardSecret,
  forwardTest,
  forwardPreview,
  forwardReplay,
  forwardDiscards,
  forwardDead,
  jobs,
  jobsRun,
  jobsCancel,
  redact,
  erase,
  backup,
  doctor,
  demo,
  completionOf(() => COMMANDS),
  manualOf(() => COMMANDS),
]
