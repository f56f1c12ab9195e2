import { setTimeout as delay } from 'node:timers/promises'
import type { JobInfo } from '#protocol/request.js'
import type { Random } from '../support/random.js'
import { load } from './load.js'
import type { Victim, VictimOptions } from './victim.js'
import type { Witness } from './witness.js'

/** One way to hurt a daemon. */
export interface Fault extends VictimOptions {
  readonly name: string
  /** How often it strikes in a run of everything. */
  readonly brief: number
  /** And in a long one, as a share of what was asked for. */
  readonly weight: number
  /** Finds it ready and leaves it ready. Resolves with how many faults that were. */
  strike(victim: Victim, witness: Witness, random: Random): Promise<number>
}

const HOUR_MS = 3_600_000
const EIO_EXIT = 1

/** Somewhere between two answers, while the other senders' batches are on their way. */
async function killUnderLoad(victim: Victim, witness: Witness, random: Random): Promise<void> {
  const [answers, pauseMs] = [1 + random.below(30), random.below(15)]
  const { program } = victim
  await load(victim, witness, (count) => {
    if (count === answers) setTimeout(() => program.kill('SIGKILL'), pauseMs)
    return false
  })
  await program.ended
}

async function killWhileStarting(victim: Victim, random: Random): Promise<void> {
  const program = victim.spawn()
  await Promise.race([delay(random.below(700)), program.ended])
  await program.kill('SIGKILL')
}

const KILL: Omit<Fault, 'name' | 'brief' | 'weight' | 'bare'> = {
  lying: false,
  retentionMs: undefined,
  async strike(victim, witness, random) {
    await killUnderLoad(victim, witness, random)
    let kills = 1
    for (; random.below(2) === 0; kills++) await killWhileStarting(victim, random)
    await victim.start()
    return kills
  },
}

const STORE_KILL: Fault = {
  ...KILL,
  name: 'store: kill -9 under load, while sealing or starting',
  brief: 8,
  weight: 0.5,
  bare: true,
}

const STORE_KILL_IN_RETENTION: Fault = {
  ...STORE_KILL,
  name: 'store: kill -9 while retention removes events',
  brief: 6,
  weight: 0.25,
  retentionMs: 6000,
}

const STORE_POWER_CUT: Fault = {
  name: 'store: power cut under load (unsynced data dropped or torn)',
  brief: 8,
  weight: 0.3,
  bare: true,
  lying: true,
  retentionMs: undefined,
  async strike(victim, witness, random) {
    await killUnderLoad(victim, witness, random)
    victim.disk!.cutPower(random)
    let cuts = 1
    for (; random.below(2) === 0; cuts++) {
      await killWhileStarting(victim, random)
      victim.disk!.cutPower(random)
    }
    await victim.start()
    return cuts
  },
}

const STORE_POWER_CUT_IN_RETENTION: Fault = {
  ...STORE_POWER_CUT,
  name: 'store: power cut while retention removes events',
  brief: 4,
  weight: 0.1,
  retentionMs: 6000,
}

const DAEMON_KILL: Fault = {
  ...KILL,
  name: 'daemon: kill -9 under load, while sealing or starting',
  brief: 2,
  weight: 0.1,
  bare: false,
}

const DAEMON_KILL_IN_RETENTION: Fault = {
  name: 'daemon: kill -9 while the retention job runs',
  brief: 1,
  weight: 0.03,
  bare: false,
  lying: false,
  retentionMs: 8000,
  async strike(victim, witness, random) {
    const asker = await victim.ask()
    let killed = false
    const remove = async () => {
      while (!killed) await asker.call('jobs.run', { name: 'retention', confirm: true }).catch(() => delay(20))
    }
    void remove()
    await killUnderLoad(victim, witness, random)
    killed = true
    asker.close()
    await victim.start()
    return 1
  },
}

const FULL_DISK: Fault = {
  name: 'daemon: disk full (ENOSPC) under load, then room again',
  brief: 1,
  weight: 0.03,
  bare: false,
  lying: true,
  retentionMs: undefined,
  async strike(victim, witness, random) {
    victim.disk!.fill(10 + random.below(60))
    let isFull = false
    const full = victim.until('read-only').then(() => {
      isFull = true
    })
    await Promise.all([full, load(victim, witness, () => isFull)])
    const found = await witness.compare(await victim.export())
    if (found.lost > 0) throw new Error(`Reads must go on where the disk is full: ${found.lost} events do not come`)
    victim.disk!.makeRoom()
    await victim.until('ready')
    return 1
  },
}

const FULL_DISK_IN_RETENTION: Fault = {
  ...FULL_DISK,
  name: 'daemon: disk full (ENOSPC) while the retention job runs, then room again',
  retentionMs: 3000,
  async strike(victim, witness, random) {
    const answers = 30 + random.below(60)
    await load(victim, witness, (count) => count >= answers)
    await delay(random.below(3000))
    const asker = await victim.ask()
    const retention = async () => {
      const { jobs } = (await asker.call('jobs.list', {})) as { jobs: JobInfo[] }
      return jobs.find(({ name }) => name === 'retention')!
    }
    const untilIdle = async () => {
      while ((await retention()).state !== 'idle') await delay(20)
    }
    await untilIdle()
    victim.disk!.fill(random.below(30))
    let run: JobInfo
    do run = (await asker.call('jobs.run', { name: 'retention', confirm: true })) as JobInfo
    while (run.state === 'idle')
    if (run.state !== 'failed' || !/Cannot write.*reads go on/.test(run.message ?? ''))
      throw new Error(`Retention must say that it cannot write, not ${JSON.stringify(run)}`)
    await victim.until('read-only')
    const found = await witness.compare(await victim.export())
    if (found.lost > 0) throw new Error(`Reads must go on where the disk is full: ${found.lost} events do not come`)
    victim.disk!.makeRoom()
    await victim.until('ready')
    // By itself.
    await untilIdle()
    asker.close()
    return 1
  },
}

const FAILED_SYNC: Fault = {
  name: 'daemon: failed fsync (EIO) under load, then a power cut',
  brief: 1,
  weight: 0.03,
  bare: false,
  lying: true,
  retentionMs: undefined,
  async strike(victim, witness, random) {
    // Something must be there that could be lost.
    await load(victim, witness, (answers) => answers > 0)
    victim.disk!.failSyncs(random.below(40))
    await load(victim, witness, () => false)
    const code = await victim.program.ended
    if (code !== EIO_EXIT) throw new Error(`A failed fsync must end the daemon with ${EIO_EXIT}, not ${code}`)
    victim.disk!.heal()
    victim.disk!.cutPower(random)
    await victim.start()
    return 1
  },
}

const CLOCK: Fault = {
  name: 'daemon: clock steps by hours, forward and back, under load',
  brief: 2,
  weight: 0.02,
  bare: false,
  lying: true,
  retentionMs: undefined,
  async strike(victim, witness, random) {
    victim.disk!.stepClock((random.below(48) - 24) * HOUR_MS)
    const answers = 1 + random.below(30)
    await load(victim, witness, (count) => count >= answers)
    return 1
  },
}

export const FAULTS: readonly Fault[] = [
  STORE_KILL,
  STORE_KILL_IN_RETENTION,
  STORE_POWER_CUT,
  STORE_POWER_CUT_IN_RETENTION,
  DAEMON_KILL,
  DAEMON_KILL_IN_RETENTION,
  FULL_DISK,
  FULL_DISK_IN_RETENTION,
  FAILED_SYNC,
  CLOCK,
]
