#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { CommanderError, Command as CommandLine, Option as CommandLineOption } from 'commander'
import type { Command } from './commands/command.js'
import { separateTerms } from './commands/command-line.js'
import { filterHelp } from './commands/filter-option.js'
import { say } from './commands/say.js'
import { Stopped, UsageError, type World } from './commands/world.js'
import { dashboard } from './dashboard.js'
import { EXIT_CODES, exitCodeOf } from './exit-code.js'
import { memoryFolder } from './memory.js'
import { canShowScreen } from './terminal/capabilities.js'
import { type Crash, writeCrashLog } from './terminal/crash-log.js'
import { openOutput } from './terminal/output.js'

/** How long a command may take to put things back after it was told to stop. */
const STOP_WITHIN_MS = 5000
/** npm passes on what the terminal has sent to the whole group: a signal that follows this closely is the same one. */
const SAME_SIGNAL_MS = 500

const stopping = new AbortController()
let stoppedAtMs = Number.POSITIVE_INFINITY
const world: World = {
  stdin: process.stdin,
  // Of stdout it must be told that nobody reads it any more; of stderr there would be nobody to tell.
  stdout: openOutput(process.stdout, { environment: process.env, onFailure: 'told' }),
  stderr: openOutput(process.stderr, { environment: process.env, onFailure: 'ignored' }),
  environment: process.env,
  home: homedir(),
  node: process.execPath,
  daemonProgram: join(import.meta.dirname, '../daemon/main.js'),
  version: JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')).version,
  terminal:
    process.stdin.isTTY && process.stdout.isTTY && canShowScreen(process.env)
      ? { input: process.stdin, output: process.stdout }
      : undefined,
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  signal: stopping.signal,
  now: Date.now,
}

function stop(by: Stopped['by']): void {
  const stopped = new Stopped(by)
  if (Date.now() - stoppedAtMs > SAME_SIGNAL_MS) process.exit(exitCodeOf(stopped))
  if (stopping.signal.aborted) return
  stoppedAtMs = Date.now()
  stopping.abort(stopped)
  setTimeout(() => process.exit(exitCodeOf(stopped)), STOP_WITHIN_MS).unref()
}

function listen(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(signal))
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') stop('EPIPE')
    // The terminal was closed; its signal is on the way.
    else if (error.code === 'EIO') stop('SIGHUP')
    else crash(error)
  })
  process.stderr.on('error', () => {})
  process.on('uncaughtException', crash)
}

function crash(error: Error): void {
  void world.stderr.write(`audit-trail: a mistake in the program\n${error.stack ?? error.message}\n`)
  const path = world.terminal && writeCrashLog(memoryFolder(world.environment, world.home), crashOf(error))
  if (path !== undefined)
    void world.stderr.write(`audit-trail: kept in ${path}; --resume begins with the last filter\n`)
  process.exit(EXIT_CODES.crashed.code)
}

function crashOf(error: Error): Crash {
  const { TERM, COLORTERM, LANG, TMUX } = process.env
  const atMs = Date.now()
  return {
    error,
    atMs,
    facts: [
      `audit-trail ${world.version} at ${new Date(atMs).toISOString()}`,
      `Node ${process.version} on ${process.platform} ${process.arch}`,
      `${process.stdout.columns}x${process.stdout.rows}, TERM=${TERM} COLORTERM=${COLORTERM} LANG=${LANG}${TMUX ? ', in tmux' : ''}`,
      `arguments: ${JSON.stringify(process.argv.slice(2))}`,
    ],
  }
}

async function main(argv: readonly string[]): Promise<number> {
  listen()
  let ended: number | undefined
  const program = new CommandLine('audit-trail')
    .usage('[options] [command]')
    .version(world.version)
    .helpCommand(true)
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void world.stdout.write(text),
      writeErr: (text) => void world.stderr.write(text.replace(/^error: /, 'audit-trail: ')),
    })
  const commands = await commandsFor(argv)
  for (const command of commands) {
    declare(program, command, async (args, values) => {
      ended = await command.run(world, args, values)
    })
  }
  try {
    await program.parseAsync(separateTerms(argv, commands), { from: 'user' })
    return ended ?? EXIT_CODES.done.code
  } catch (error) {
    return explain(error)
  }
}

/** What the dashboard needs is there before the others: where only options of its own are given, they are not loaded. */
async function commandsFor(argv: readonly string[]): Promise<readonly Command[]> {
  const flags = Object.values(dashboard.options).map(({ flags }) => flags.split(' '))
  for (let i = 0; i < argv.length; i++) {
    const found = flags.find(([flag]) => flag === argv[i])
    if (found === undefined) return (await import('./commands.js')).COMMANDS
    if (found.length > 1) i++
  }
  return [dashboard]
}

/** Adds a row of the table of commands to the command line; the row without a name is the program itself. One of two words stands behind the one of its first. */
function declare(program: CommandLine, row: Command, run: (args: string[], values: never) => Promise<void>): void {
  const words = row.name.split(' ').filter((word) => word !== '')
  const place = words.reduce((parent, word) => {
    return parent.commands.find((each) => each.name() === word) ?? parent.command(word)
  }, program)
  place.description(row.summary)
  for (const argument of row.arguments?.split(' ') ?? []) place.argument(argument)
  if (row.arguments?.includes('FILTER')) place.addHelpText('after', filterHelp())
  const defaults = Object.fromEntries(Object.entries(row.options).map(([key, option]) => [key, option.default]))
  for (const { flags, description, default: value, parse } of Object.values(row.options)) {
    const option = new CommandLineOption(flags, description)
    // Of a list that is empty the help need not speak.
    if (!Array.isArray(value)) option.default(value)
    place.addOption(parse ? option.argParser(naming(flags, parse)) : option)
  }
  place.action(() => run(place.args, { ...defaults, ...place.opts<Record<string, unknown>>() } as never))
}

/** Says which option it was that could not be read. */
const naming =
  <T>(flags: string, parse: (text: string, before: T | undefined) => T) =>
  (text: string, before: T | undefined): T => {
    try {
      return parse(text, before)
    } catch (error) {
      throw error instanceof UsageError ? new UsageError(`${error.message} (${flags})`, { cause: error }) : error
    }
  }

async function explain(error: unknown): Promise<number> {
  const { signal } = stopping
  if (signal.aborted) return exitCodeOf(signal.reason)
  if ((error as NodeJS.ErrnoException).code === 'EPIPE') return EXIT_CODES.done.code
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.done.code : EXIT_CODES.usage.code
  const code = exitCodeOf(error)
  if (code === EXIT_CODES.crashed.code) crash(error as Error)
  await say(world, (error as Error).message)
  return code
}

process.exitCode = await main(process.argv.slice(2))
