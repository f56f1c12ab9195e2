#!/usr/bin/env node
import { constants, homedir } from 'node:os'
import { CommanderError, Command as CommandLine, Option as CommandLineOption } from 'commander'
import type { Command } from './commands/command.js'
import { separateTerms } from './commands/command-line.js'
import { say } from './commands/say.js'
import type { Output, World } from './commands/world.js'
import { COMMANDS } from './commands.js'
import { EXIT_CODES, exitCodeOf, Stopped } from './exit-code.js'
import { show } from './view/text.js'

/** How long a command may take to put things back after it was told to stop. */
const STOP_WITHIN_MS = 5000

const stopping = new AbortController()
const world: World = {
  stdin: process.stdin,
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  environment: process.env,
  home: homedir(),
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  signal: stopping.signal,
  now: Date.now,
}

function output(stream: NodeJS.WriteStream): Output {
  return {
    isTTY: stream.isTTY === true,
    colour: stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
    get columns() {
      return stream.columns
    },
    write: (data) =>
      new Promise((resolve, reject) => stream.write(data, (error) => (error ? reject(error) : resolve()))),
  }
}

function stop(code: number): void {
  if (stopping.signal.aborted) process.exit(code)
  stopping.abort(new Stopped(code))
  setTimeout(() => process.exit(code), STOP_WITHIN_MS).unref()
}

function listen(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => stop(128 + constants.signals[signal]))
  }
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') stop(EXIT_CODES.done.code)
    else crash(error)
  })
  // There is nobody left to tell.
  process.stderr.on('error', () => {})
  process.on('uncaughtException', crash)
}

function crash(error: Error): void {
  process.stderr.write(`audit-trail: a mistake in the program\n${error.stack ?? error.message}\n`)
  process.exit(EXIT_CODES.crashed.code)
}

async function main(argv: readonly string[]): Promise<number> {
  listen()
  let ended: number | undefined
  const program = new CommandLine('audit-trail')
    .description('Watch, search and export an audit trail. Without a command: the dashboard.')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(text.replace(/^error: /, 'audit-trail: ')) })
  for (const command of COMMANDS) {
    declare(program, command, async (args, values) => {
      ended = await command.run(world, args, values)
    })
  }
  try {
    await program.parseAsync(separateTerms(argv, COMMANDS), { from: 'user' })
    return ended ?? EXIT_CODES.done.code
  } catch (error) {
    return explain(error)
  }
}

/** Adds a row of the table of commands to the command line; the row without a name is the program itself. */
function declare(program: CommandLine, row: Command, run: (args: string[], values: never) => Promise<void>): void {
  const words = row.name.split(' ').filter((word) => word !== '')
  const place = words.reduce((parent, word) => {
    return parent.commands.find((each) => each.name() === word) ?? parent.command(word)
  }, program)
  if (words.length > 0) place.description(row.summary)
  if (row.arguments !== undefined) place.argument(row.arguments)
  for (const { flags, description, default: value, parse } of Object.values(row.options)) {
    const option = new CommandLineOption(flags, description).default(value)
    place.addOption(parse ? option.argParser(parse) : option)
  }
  place.action(() => run(place.args, place.opts() as never))
}

async function explain(error: unknown): Promise<number> {
  if (stopping.signal.aborted && stopping.signal.reason instanceof Stopped) return stopping.signal.reason.code
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_CODES.usage.code
  const code = exitCodeOf(error)
  if (code === EXIT_CODES.crashed.code) crash(error as Error)
  await say(world, show((error as Error).message))
  return code
}

process.exitCode = await main(process.argv.slice(2))
