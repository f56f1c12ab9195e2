#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { Argument, Command, CommanderError, Option } from 'commander'
import { TrailError } from '../protocol/error.js'
import { completionFor, SHELLS, type Shell } from '../protocol/manual/completion.js'
import { type Config, configPath } from './config.js'
import { startDaemon } from './daemon.js'
import { examine, lineOf } from './examine.js'
import { givenConfig } from './given-config.js'
import { createLog, type Log } from './log.js'
import { check, repair, type Voice } from './maintenance.js'
import { PAGES, type Page, pageOf, programOf } from './manual.js'
import { sentenceOf } from './reload.js'
import { installService } from './service/install.js'
import { isJournal } from './service/journal-line.js'
import { underManager } from './service/managed.js'
import { openMessenger } from './service/notify.js'
import { passedSockets } from './service/passed-sockets.js'
import { CONFIG, type Setting } from './settings.js'
import { voiceOf } from './voice.js'
import { whenToStop } from './when-to-stop.js'

const EXIT = { done: 0, failed: 1, usage: 2, crashed: 70 } as const
/** The contract's ten seconds, less the time to end. */
const STOP_WITHIN_MS = 9500

const { version, engines } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
  version: string
  engines: { node: string }
}

const { write, say, complain } = voiceOf(process)
const program = new Command('audit-traild')
  .description(
    'Keeps the audit trail of a workspace: takes events, stores them durably and answers questions about them.',
  )
  .version(version)
  .option(
    '--config <file>',
    'configuration file (default: $CONFIGURATION_DIRECTORY/config.yaml, else $XDG_CONFIG_HOME/audit-trail/config.yaml)',
  )
  .option('--demo', 'tell clients that the events are invented, and end when standard input is closed')
  .allowExcessArguments(false)
  .exitOverride()
  .configureOutput({
    writeOut: (text) => write(process.stdout, text),
    writeErr: (text) => write(process.stderr, text),
  })
  .action(run)

const flags = Object.entries(CONFIG).flatMap(([name, { flag, meaning, default: value }]: [string, Setting]) => {
  if (flag === undefined) return []
  const option = program.createOption(flag, `${meaning} (default: ${value})`)
  program.addOption(option)
  return [[name, option.attributeName()] as const]
})
const { configOf, settingsOf } = givenConfig(flags, process.env)

const command = (name: string, meaning: string, work: (output: string | undefined) => Promise<void>) =>
  program
    .command(name)
    .description(meaning)
    .addOption(
      new Option('-o, --output <format>', 'pretty or json (default: pretty on a terminal)').choices(['pretty', 'json']),
    )
    .allowExcessArguments(false)
    .action(({ output }: { output?: string }) => work(output))
const maintenance = (name: string, meaning: string, work: (config: Config, voice: Voice) => Promise<boolean>) =>
  command(name, `${meaning} The daemon must be stopped.`, (output) => maintain(output, work))
command(
  'doctor',
  'Checks what can be checked on this machine alone; "audit-trail doctor" asks the daemon, too.',
  doctor,
)
maintenance('check', 'Reads everything and says what is wrong; exits 1 where something is.', ({ dataPath }, voice) =>
  check(dataPath, voice),
)
maintenance('repair', 'Saves what can be read of a damaged trail, and keeps what is there.', async (config, voice) => {
  await repair(config.dataPath, voice, { workspace: config.workspace, now: Date.now })
  return true
})
program
  .command('install-service')
  .description('Writes the systemd units of the daemon, its service and its sockets, and says what to run next.')
  .option('--dry-run', 'print the units and write nothing')
  .option('--unit-folder <dir>', 'where systemd reads them', '/etc/systemd/system')
  .allowExcessArguments(false)
  .action(install)
const print = <T extends string>(name: string, meaning: string, argument: Argument, textOf: (asked: T) => string) =>
  program
    .command(name)
    .description(meaning)
    .addArgument(argument)
    .allowExcessArguments(false)
    .action((asked: T) => void write(process.stdout, textOf(asked)))
print<Shell>(
  'completion',
  'Prints what completes this command line in a shell.',
  new Argument('<shell>').choices(SHELLS),
  (shell) => completionFor(shell, programOf(program)),
)
print<Page>(
  'man',
  'Prints a manual page, for man -l -.',
  new Argument('[page]').choices(PAGES).default(PAGES[0]),
  (page) => pageOf(page, program),
)

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage
}

async function run(options: Readonly<Record<string, string>>): Promise<void> {
  process.umask(0o077)
  const config = loadConfig(options)
  if (config === undefined) {
    process.exitCode = EXIT.usage
    return
  }
  const { pid, env } = process
  const { fd } = process.stderr
  const form = process.stderr.isTTY === true ? 'pretty' : isJournal(fd, env) ? 'journal' : 'json'
  const log = createLog({ level: config.logLevel, form, fd })
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (err: unknown) => {
      log.error({ err }, 'crashed')
      process.exit(EXIT.crashed)
    })
  }
  const messenger = openMessenger({ env, pid, onTrouble: (err) => log.warn({ err }, 'Cannot tell systemd how it is') })
  const stop = whenToStop(process, options.demo !== undefined)
  try {
    const daemon = await startDaemon({
      ...{ config, log, version, platform: process.platform, demo: options.demo !== undefined },
      now: Date.now,
      memoryBytes: () => process.memoryUsage.rss(),
      passed: passedSockets(env, pid).map(({ fd }) => fd),
      configPath: configPath(options.config, process.env, homedir()),
      onFatal(err) {
        log.error({ err }, 'Cannot go on: a write failed, and what the disk holds is unknown; a restart finds out')
        process.exit(EXIT.failed)
      },
    })
    for (const address of daemon.addresses) log.info({ address }, 'listening')
    const manager = underManager({ messenger, addresses: daemon.addresses, pulse: daemon.pulse })
    process.on('SIGHUP', () => {
      void messenger.tell({ RELOADING: '1' })
      const next = loadConfig(options, log)
      if (next === undefined) return manager.reloaded('The configuration was refused, the old one counts; see the log')
      const changes = daemon.reload(next)
      log[changes.needsRestart.length > 0 ? 'warn' : 'info']({ ...changes }, 'configuration read again')
      manager.reloaded(sentenceOf(changes))
    })

    log.info({ reason: await stop }, 'stopping')
    manager.stopping()
    setTimeout(() => {
      log.error({}, `Cannot stop within ${STOP_WITHIN_MS} ms; ending all the same`)
      process.exit(EXIT.failed)
    }, STOP_WITHIN_MS).unref()
    await daemon.close()
    log.info({}, 'stopped')
    process.exit(EXIT.done)
  } catch (error) {
    if (error instanceof TrailError) log.error({ type: error.type }, error.message)
    else log.error({ err: error }, 'failed')
    process.exit(EXIT.failed)
  }
}

/** Runs a command on the data alone; `work` resolves with whether all is well. */
async function maintain(
  output: string | undefined,
  work: (config: Config, voice: Voice) => Promise<boolean>,
): Promise<void> {
  process.umask(0o077)
  const config = loadConfig(program.opts())
  if (config === undefined) {
    process.exitCode = EXIT.usage
    return
  }
  const watched = process.stderr.isTTY === true
  const voice: Voice = {
    json: (output ?? (process.stdout.isTTY === true ? 'pretty' : 'json')) === 'json',
    say,
    progress: (fraction) => watched && process.stderr.write(`\r${Math.floor(100 * fraction)} %\r`),
  }
  try {
    process.exitCode = (await work(config, voice)) ? EXIT.done : EXIT.failed
  } catch (error) {
    if (!(error instanceof TrailError)) throw error
    complain(error.message)
    process.exitCode = EXIT.failed
  }
}

async function install({ dryRun, unitFolder }: { dryRun?: boolean; unitFolder: string }): Promise<void> {
  const flagsOnly = { ...program.opts<Record<string, string>>() }
  try {
    const { endpoints } = configOf(flagsOnly, undefined, {})
    const tcp = endpoints.find(({ kind }) => kind === 'tcp')
    await installService({
      node: process.execPath,
      main: import.meta.filename,
      listen: tcp === undefined ? undefined : (flagsOnly.listen ?? CONFIG.listen.default),
      socketGroup: flagsOnly.socketGroup,
      folder: unitFolder,
      path: process.env.PATH ?? '',
      dryRun: dryRun === true,
      say,
      warn: complain,
    })
  } catch (error) {
    complain((error as Error).message)
    process.exitCode = EXIT.failed
  }
}

/** Says in lines what is well and what is not, and ends with 1 where something does not work or is not safe. */
async function doctor(output: string | undefined): Promise<void> {
  const options = program.opts<Readonly<Record<string, string>>>()
  const path = configPath(options.config, process.env, homedir())
  const findings = await examine({
    file: { path, exists: existsSync(path) },
    read: (named) => settingsOf(options, named),
    versions: { program: version, node: process.version, nodeAtLeast: engines.node },
    nowMs: Date.now(),
  })
  const json = (output ?? (process.stdout.isTTY === true ? 'pretty' : 'json')) === 'json'
  for (const finding of findings) say(json ? JSON.stringify(finding) : lineOf(finding))
  process.exitCode = findings.some(({ level }) => level === 'failure') ? EXIT.failed : EXIT.done
}

/** What is wrong with it is said on stderr, or in the log once there is one. */
function loadConfig(options: Readonly<Record<string, string>>, log?: Log): Config | undefined {
  try {
    return settingsOf(options)
  } catch (error) {
    const message =
      error instanceof TrailError ? error.message : `Cannot read the configuration: ${(error as Error).message}`
    if (log === undefined) complain(message)
    else log.error({}, `${message}; going on with the old one`)
    return undefined
  }
}
