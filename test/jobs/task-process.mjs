// Tasks in a process of their own, to be killed: each step tells when it is begun, and the one it is told to hang in never ends.
import { appendFileSync } from 'node:fs'
import { openTaskRunner } from '#daemon/jobs/task-runner.js'
import { createTasks } from '#daemon/jobs/tasks.js'
import { openTrail } from '#daemon/store/open.js'

const [path, log, hangIn, begin] = process.argv.slice(2)
const trail = await openTrail({
  path,
  now: Date.now,
  dedupeIds: 1000,
  onProblem: (problem) => console.error(problem),
  lossDraft: () => undefined,
})
const runner = await openTaskRunner({ records: trail.records, now: Date.now, onEnd() {} })
const tasks = createTasks(runner)
const say = (line) => appendFileSync(log, `${line}\n`)

const step =
  (name) =>
  async (values, { save }) => {
    say(`${name} ${values.position ?? 0} of ${values.sum ?? 0}`)
    await save({ position: (values.position ?? 0) + 1 })
    say(`${name} saved`)
    if (name === hangIn) await new Promise((resolve) => setTimeout(resolve, 1e9))
    return { sum: (values.sum ?? 0) + 1 }
  }
const start = tasks.register('count', ({ to }) => ({
  steps: { first: step('first'), second: step('second'), third: step('third') },
  message: ({ sum }) => `${sum} of ${to}`,
  noteworthy: () => true,
}))
if (begin === 'begin') await start({ to: 3 }, 'sheep')
while (tasks.list()[0].endedAt === undefined) await new Promise((resolve) => setTimeout(resolve, 5))
console.log(JSON.stringify(tasks.list()))
await runner.close()
await trail.close()
