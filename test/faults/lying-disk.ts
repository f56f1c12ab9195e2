import { spawnSync } from 'node:child_process'
import { closeSync, cpSync, mkdtempSync, openSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Random } from '../support/random.js'
import { PROJECT } from '../support/source-file.js'
import { PowerCut } from './power-cut.js'

let library: string | undefined

/** When no disk lies any more. A test runner may end its processes without their exit handlers. */
export function removeLibrary(): void {
  if (library !== undefined) rmSync(dirname(library), { recursive: true, force: true })
}

/** Why no disk can be made to lie here; undefined where it can. */
export function whyHonest(): string | undefined {
  if (process.platform !== 'linux') return `LD_PRELOAD is for Linux, this is ${process.platform}`
  const folder = mkdtempSync(join(tmpdir(), 'audit-trail-disk-'))
  library = join(folder, 'disk.so')
  const source = join(PROJECT, 'test/faults/disk.c')
  const { status } = spawnSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl', '-lpthread'])
  return status === 0 ? undefined : 'there is no C compiler that takes disk.c'
}

/** Places of the numbers in the control file, as disk.c has them. */
const CONTROL = { writeErrno: 0, writesLeft: 1, syncErrno: 2, syncsLeft: 3, clockMs: 4 } as const

/** Between a daemon and its data folder; see disk.c. */
export interface LyingDisk extends Disposable {
  readonly environment: Record<string, string>
  /** From the n-th write on the disk is full. */
  fill(afterWrites: number): void
  makeRoom(): void
  /** From the n-th fsync on the disk answers with EIO. */
  failSyncs(afterSyncs: number): void
  heal(): void
  stepClock(byMs: number): void
  /** With the daemon dead: takes from the folder what was not fsynced, or some of it. */
  cutPower(random: Random): void
}

/** For a data folder that is empty or not there yet, where `whyHonest` knows no reason against it. */
export function openLyingDisk(dataFolder: string): LyingDisk {
  const folder = mkdtempSync(join(tmpdir(), 'audit-trail-disk-'))
  const [journal, control] = [join(folder, 'journal'), join(folder, 'control')]
  writeFileSync(journal, '')
  writeFileSync(control, Buffer.alloc(64))
  const fd = openSync(control, 'r+')
  const set = (values: { readonly [K in keyof typeof CONTROL]?: number }) => {
    for (const [name, value] of Object.entries(values)) {
      const bytes = Buffer.alloc(8)
      bytes.writeBigInt64LE(BigInt(value))
      writeSync(fd, bytes, 0, 8, 8 * CONTROL[name as keyof typeof CONTROL])
    }
  }
  const power = new PowerCut(join(folder, 'synced'))
  return {
    environment: {
      LD_PRELOAD: library!,
      FAULT_ROOT: dataFolder,
      FAULT_JOURNAL: journal,
      FAULT_CONTROL: control,
      // Its threads would write past the library.
      UV_USE_IO_URING: '0',
    },
    fill: (afterWrites) => set({ writesLeft: afterWrites, writeErrno: constants.errno.ENOSPC }),
    makeRoom: () => set({ writeErrno: 0 }),
    failSyncs: (afterSyncs) => set({ syncsLeft: afterSyncs, syncErrno: constants.errno.EIO }),
    heal: () => set({ writeErrno: 0, syncErrno: 0 }),
    stepClock: (byMs) => set({ clockMs: byMs }),
    cutPower(random) {
      power.replay(journal, random)
      truncateSync(journal)
      rmSync(dataFolder, { recursive: true, force: true })
      cpSync(power.folder, dataFolder, { recursive: true })
    },
    [Symbol.dispose]() {
      closeSync(fd)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
