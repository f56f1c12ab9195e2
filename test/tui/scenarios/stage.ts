import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { startDaemon } from '../../support/daemon.js'
import { AUDIT_TRAIL, type OnTerminal, spawnOnTerminal } from '../../support/pty.js'
import { run } from '../../support/run.js'
import type { Screen } from '../../support/terminal.js'
import { SIZES, type SizeName } from './scenario.js'
import { arrivals, trailUntil } from './trail.js'

/** A dashboard as its user has it before the eyes. */
export interface Stage {
  readonly screen: Screen
  readonly size: SizeName
  /** What a terminal sends. */
  press(bytes: string): void
  /** New events come to the daemon. */
  arrive(count: number): Promise<void>
}

export interface RealStage extends Stage, AsyncDisposable {
  /** Events of the trail, as far as they were sent to it. */
  readonly count: number
  /** Starts the program in its shell. */
  start(): Promise<void>
  /** Ends shell and program, whatever they are at, and opens new ones. */
  renew(): Promise<void>
}

/** The program in a shell on a pseudo-terminal, and a daemon of its own with sample events. */
export async function openStage(size: SizeName): Promise<RealStage> {
  const daemon = await startDaemon()
  const folder = await mkdtemp(join(tmpdir(), 'audit-trail-test-'))
  await makeDestination(daemon.socket)
  const trail = trailUntil(Date.now())
  await daemon.sender.post('/v1/events', JSON.stringify(trail))
  let { length: count } = trail
  const [columns, rows] = SIZES[size]
  let shell: OnTerminal
  const openShell = () =>
    spawnOnTerminal('/bin/bash', ['--norc', '--noprofile', '-i'], {
      columns,
      rows,
      folder,
      environment: {
        PS1: '$?> ',
        HISTFILE: '',
        DASHBOARD: `${process.execPath} ${AUDIT_TRAIL} --connect unix:${daemon.socket}`,
      },
    })
  shell = openShell()
  const start = async () => {
    await shell.screen.see('> ')
    shell.press('clear; $DASHBOARD\r')
    await shell.screen.until(({ isAlternate }) => isAlternate, 'the dashboard')
  }
  return {
    size,
    start,
    get count() {
      return count
    },
    get screen() {
      return shell.screen
    },
    press: (bytes) => shell.press(bytes),
    async arrive(more) {
      count += more
      await daemon.sender.post('/v1/events', JSON.stringify(arrivals(more)))
    },
    async renew() {
      shell[Symbol.dispose]()
      shell = openShell()
      await start()
    },
    async [Symbol.asyncDispose]() {
      shell[Symbol.dispose]()
      await daemon[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** It sends nothing; that it was made happened before all that the list shows. */
async function makeDestination(socket: string): Promise<void> {
  const made = await run(['forward', 'create', '--name', 'siem', '--type', 'file', '--connect', `unix:${socket}`])
  if (made.code !== 0) throw new Error(`Cannot make a destination: ${made.stderr}`)
  await setTimeout(OLDEST_OF_LAST_MS)
}

const OLDEST_OF_LAST_MS = 13_000
