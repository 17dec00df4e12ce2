#!/usr/bin/env node
/** The command line: reads arguments, runs a command, sets the exit code. */
import { Console } from 'node:console'
import { ownVersion } from '../node/own-version.ts'
import { UsageError } from '../node/usage-error.ts'
import { ExitCode, exitCodeOf } from '../runs/session/exit-code.ts'
import { parseArguments, type Request } from './commands.ts'
import { Interrupted } from './interrupted.ts'
import { terminalOutput } from './output.ts'

const words = process.argv.slice(2)

// A reader that has seen enough (`ackproof list | head -1`) is no error: the rest goes nowhere.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return
    if (stream === process.stdout) process.stderr.write(`ackproof: cannot write to stdout: ${error.message}\n`)
    process.exit(ExitCode.Usage)
  })
}
// What a specification prints while it is loaded must not mix with the results.
globalThis.console = new Console(process.stderr, process.stderr)

run(words).then(
  (exitCode) => {
    process.exitCode = exitCode
  },
  async (error: unknown) => {
    if (error instanceof Interrupted) {
      process.stderr.write(`ackproof: ${error.message}\n`)
      process.exitCode = exitCodeOf([], error.signal)
      return
    }
    // Loads the language, which nobody needs who asks for help.
    const { messageOf } = await import('../runs/port/failure.ts')
    const isUsage = error instanceof UsageError
    process.stderr.write(`ackproof: ${isUsage ? '' : 'internal error: '}${messageOf(error)}\n`)
    if (words.includes('--debug')) process.stderr.write(`${stackOf(error)}\n`)
    else if (!isUsage) process.stderr.write('ackproof: --debug shows where\n')
    process.exitCode = isUsage ? ExitCode.Usage : ExitCode.Internal
  },
)

async function run(args: readonly string[]): Promise<number> {
  const request = await requestIn(args)
  if (request.kind === 'answered') return ExitCode.Met
  const { row, argument, options } = request
  return row.run(argument, options, terminalOutput(options.color !== false))
}

async function requestIn(args: readonly string[]): Promise<Request> {
  try {
    return parseArguments(args, ownVersion(), (text) => process.stdout.write(text))
  } catch (error) {
    if (process.env.GITHUB_ACTIONS === 'true' || args.some((word) => /^--(json|reporter)/.test(word))) {
      const { reportUnreadArguments } = await import('./report-file.ts')
      reportUnreadArguments(args, error)
    }
    throw error
  }
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause === undefined ? '' : `\ncaused by: ${stackOf(error.cause)}`
  return `${error.stack ?? error.message}${cause}`
}
