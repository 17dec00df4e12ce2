/**
 * Runs on real RocketMQ brokers.
 *
 *     npm run live -- needs                         what this machine has of what they need
 *     npm run live -- fetch 5.3.3 4.9.7             fetches class paths, of all versions where none is named
 *     npm run live -- boot --rocketmq 5.3.3         boots a NameServer and a broker, and sends and reads one message
 *     npm run live -- reproduce B02                 has a broker do what breaks the promises of a row, or of a trace in a file
 *     npm run live -- all                           the same for all rows, on all versions; goes on where it was stopped
 *     npm run live -- tables                        writes what follows from the results of `all`, which does so at its end
 *     npm run live -- --quick                       as much of it as three minutes have room for, what has changed first
 *     npm run live -- validate rocketmq/store       holds logs of random work on brokers against the specification
 *
 * Exit codes: 0 for what was done, or left out because this machine cannot do it; 1 for a failure, or a broker that does not do what
 * its specification says; 2 for a mistake in the command, or a broker that cannot be run as things are; 3 where a wait ran out, so
 * that the answer is not known.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { UsageError } from '../node/usage-error.ts'
import { classPath, whyNoBroker } from './classpath/class-path.ts'
import {
  artifactsOf,
  defaultVersion,
  nameServerFor,
  type Version,
  versionNamed,
  versions,
} from './classpath/versions.ts'
import { liveSuites } from './live-suites.ts'
import { releaseAll } from './machine/belongings.ts'
import { Missing } from './machine/missing.ts'
import { until } from './machine/wait.ts'
import { workFolder } from './machine/work-folder.ts'
import { needs } from './needs.ts'
import { broker } from './processes/broker.ts'
import { DiedAtStart } from './processes/java-process.ts'
import { nameServer } from './processes/name-server.ts'
import { allCommand, allUsage } from './reproduce/all-command.ts'
import { CannotStart, isDiskFull } from './reproduce/carry-out.ts'
import { quickCommand, quickUsage } from './reproduce/quick-command.ts'
import { reproduceCommand, reproduceUsage } from './reproduce/reproduce-command.ts'
import { tablesCommand, tablesUsage } from './reproduce/tables-command.ts'
import { readCommitLog } from './store/commit-log.ts'
import { validateCommand, validateUsage } from './validate/command.ts'

/** Those that carry out suites. */
const suiteCommands = [
  { name: 'reproduce', run: reproduceCommand },
  { name: 'all', run: allCommand },
  { name: 'tables', run: tablesCommand },
  { name: '--quick', run: quickCommand },
  {
    name: 'validate',
    run: (args: readonly string[], _: unknown, say: (line: string) => void) => validateCommand(args, say),
  },
] as const

const commands = [
  'needs',
  'fetch [VERSION...]',
  'boot [--rocketmq VERSION]',
  reproduceUsage,
  allUsage,
  tablesUsage,
  quickUsage,
  validateUsage,
]
const names = commands.map((command) => command.split(' ')[0])
const usage = `usage: npm run live -- ${names.join(' | ')}; npm run live -- --help says more of each`

try {
  await main()
} catch (error) {
  if (error instanceof Missing) console.log(`skipped: ${error.message}`)
  else {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = cannotBeRun(error) ? 2 : 1
  }
} finally {
  releaseAll()
}

/** A mistake in the command, or a machine that cannot run a broker as things are. */
function cannotBeRun(error: unknown): boolean {
  return [UsageError, DiedAtStart, CannotStart].some((each) => error instanceof each) || isDiskFull(error)
}

async function main(): Promise<void> {
  const [first, ...args] = process.argv.slice(2)
  if (first === '--help' || first === '-h') {
    console.log(['Usage: npm run live -- COMMAND', ...commands].join('\n  '))
    return
  }
  const ofSuites = suiteCommands.find(({ name }) => name === first)
  if (ofSuites !== undefined) {
    process.exitCode = await ofSuites.run(args, liveSuites, console.log)
    return
  }
  const { command, rest, version } = readArguments()
  if (command === 'needs' && rest.length === 0) return showNeeds()
  if (command === 'fetch') return fetchAll(rest.length === 0 ? versions : rest.map(versionNamed))
  if (command === 'boot' && rest.length === 0) return await boot(version)
  throw new UsageError(usage)
}

function readArguments(): { readonly command: string; readonly rest: readonly string[]; readonly version: Version } {
  try {
    const { values, positionals } = parseArgs({ options: { rocketmq: { type: 'string' } }, allowPositionals: true })
    const [command = '', ...rest] = positionals
    return { command, rest, version: versionNamed(values.rocketmq ?? defaultVersion) }
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}; ${usage}`)
  }
}

function showNeeds(): void {
  for (const { what, whyMissing } of needs()) console.log(`${what}: ${whyMissing ?? 'yes'}`)
}

function fetchAll(wanted: readonly Version[]): void {
  for (const version of wanted) {
    const { jars, folder } = classPath(version)
    console.log(`${version}: ${artifactsOf(version).join(', ')}, ${jars.length} jars in ${folder}`)
  }
}

/** The smallest run that needs all of it: sockets, a client, a store that is read from disk. */
async function boot(version: Version): Promise<void> {
  const why = whyNoBroker(version)
  if (why !== null) throw new Missing(why)
  const work = workFolder()
  const names = await nameServer({ version, folder: join(work.path, 'names') })
  console.log(`NameServer ${nameServerFor(version)} at ${names.address}, ready after ${seconds(await names.start())}`)
  const one = await broker({ version, folder: join(work.path, 'broker'), nameServer: names.address })
  console.log(`broker ${version} at ${one.address}, ready after ${seconds(await one.start())}`)
  const client = await one.client()
  await client.createTopic('T')
  const sent = await client.send('T', 'hello')
  console.log(`sent: ${sent.status}, queue offset ${sent.queueOffset}, physical offset ${sent.physicalOffset}`)
  await until('the message', async () => (await client.maxOffset('T')) === 1)
  const { status, messages } = await client.pull('T', 0)
  console.log(`pulled: ${status}, ${messages.map(({ body }) => JSON.stringify(String(body))).join(', ')}`)
  const log = readCommitLog(one.store)
  console.log(
    `commit log: ${log.records.map(({ topic, position }) => `${topic} at ${position}`).join(', ')}, end ${log.end}`,
  )
  client.close()
  await one.process.stop()
  await names.process.stop()
  console.log('stopped in order')
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`
}
