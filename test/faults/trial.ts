import { seededRandom } from '../support/random.js'
import type { Fault } from './fault.js'
import { Victim } from './victim.js'
import { type Findings, Witness } from './witness.js'

export interface Count extends Findings {
  readonly faults: number
  readonly acknowledged: number
  /** Not as it should be, and the daemon had not said so. */
  readonly undetected: number
  /** Loss or damage that the daemon spoke of, though there was none. */
  readonly falseAlarms: number
}

/** Beyond these a new trail begins, so that comparing stays quick. */
const STRIKES_PER_TRAIL = 10

/** Strikes again and again; after each time the whole trail is compared with what was acknowledged. The findings add up. */
export async function tryFault(
  fault: Fault,
  times: number,
  seed: number,
  onTrail: (count: Count) => Promise<void>,
): Promise<Count> {
  let total: Count = {
    faults: 0,
    acknowledged: 0,
    lost: 0,
    repeated: 0,
    gaps: 0,
    changed: 0,
    undetected: 0,
    falseAlarms: 0,
  }
  while (total.faults < times) {
    const trailSeed = seed + total.faults
    const random = seededRandom(trailSeed)
    const witness = new Witness(random, trailSeed, fault.retentionMs)
    await using victim = await Victim.prepare(fault)
    await victim.start()
    for (let strikes = 0; strikes < STRIKES_PER_TRAIL && total.faults < times; strikes++) {
      total = { ...total, faults: total.faults + (await fault.strike(victim, witness, random)) }
      total = add(total, await witness.compare(await victim.export()), alarms(victim))
    }
    total = { ...total, acknowledged: total.acknowledged + witness.acknowledged }
    await onTrail(total)
  }
  return total
}

const alarms = ({ program }: Victim) =>
  program.stderr.filter((line) => /are lost|cannot be read|damaged/i.test(line)).length

function add(before: Count, found: Findings, alarms: number): Count {
  const wrong = found.lost + found.repeated + found.gaps + found.changed
  return {
    ...before,
    lost: before.lost + found.lost,
    repeated: before.repeated + found.repeated,
    gaps: before.gaps + found.gaps,
    changed: before.changed + found.changed,
    undetected: before.undetected + (alarms === 0 ? wrong : 0),
    falseAlarms: before.falseAlarms + (wrong === 0 ? alarms : 0),
  }
}
