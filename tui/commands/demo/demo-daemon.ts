import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Daemon } from '../find-daemon.js'
import { send } from '../http.js'
import { Failed, type World } from '../world.js'
import { makeDemoFolder } from './demo-folder.js'
import { WORKSPACE } from './story.js'

const READY_WITHIN_MS = 20_000
const LOOK_EVERY_MS = 20
const KEPT_LOG_CHARS = 2000

/** A daemon of our own on a throw-away trail. */
export interface DemoDaemon extends AsyncDisposable {
  readonly daemon: Daemon
  /** Rejects when the daemon ends by itself, with the last it said. */
  readonly ended: Promise<never>
}

/**
 * Starts a daemon as our child, with data and socket in a folder of their own and
 * on a free port. Resolves when it is ready; disposing ends it and removes the folder.
 * It holds the other end of its stdin, so it ends even when we are killed.
 */
export async function startDemoDaemon(world: World): Promise<DemoDaemon> {
  const { path: folder, socket } = await makeDemoFolder(world.now())
  const daemon: Daemon = { target: { kind: 'unix', path: socket }, token: undefined }
  const places = ['--data', join(folder, 'data'), '--listen', '127.0.0.1:0', '--socket', socket]
  const args = [world.daemonProgram, ...places, '--workspace', WORKSPACE, '--demo']
  const child = spawn(world.node, args, { stdio: ['pipe', 'ignore', 'pipe'], detached: true })
  const ended = whenEnded(child)
  const dispose = async () => {
    child.kill('SIGTERM')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await Promise.race([whenReady(daemon, world.signal), ended])
    return { daemon, ended, [Symbol.asyncDispose]: dispose }
  } catch (error) {
    await dispose()
    throw error
  }
}

function whenEnded(child: ChildProcess): Promise<never> {
  let log = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-KEPT_LOG_CHARS)
  })
  const ended = new Promise<never>((_, reject) => {
    child.once('error', (cause) => reject(new Failed(`Cannot start the daemon: ${cause.message}`, { cause })))
    child.once('close', (code) => reject(new Failed(`Cannot go on: the daemon ended with ${code}: ${log.trim()}`)))
  })
  // Who waits for it is told; nobody need be waiting.
  ended.catch(() => {})
  return ended
}

async function whenReady(daemon: Daemon, signal: AbortSignal): Promise<void> {
  const late = AbortSignal.timeout(READY_WITHIN_MS)
  while (!late.aborted) {
    const answer = await send(daemon, { method: 'GET', path: '/readyz' }, signal).catch(() => undefined)
    answer?.resume()
    if (answer?.statusCode === 200) return
    await sleep(LOOK_EVERY_MS, undefined, { signal })
  }
  throw new Failed(`Cannot start the daemon: it is not ready within ${READY_WITHIN_MS / 1000} s`)
}
