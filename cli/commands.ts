/** The one table of commands and options, and the parser that is made of it. */
import { Command, CommanderError, Option } from 'commander'
import { type RocketmqVersion, versionsTaken } from '../audit/versions.ts'
import { bytesText } from '../counterexamples/print/wording.ts'
import { defaultMemoryLimitBytes } from '../node/memory-limit.ts'
import { specExtensions } from '../node/spec-extensions.ts'
import { withSpareThread } from '../node/thread.ts'
import { UsageError } from '../node/usage-error.ts'
import { reportFormats } from '../reporters/formats/names.ts'
import type { Shard } from '../runs/port/shard.ts'
import { ExitCode } from '../runs/session/exit-code.ts'
import type { AuditSettings } from './audit-command.ts'
import type { CheckSettings } from './check.ts'
import type { MutateSettings } from './mutate.ts'
import { megabytes, oneMore, rocketmqVersion, seconds, shard, someText, wholeNumber, workers } from './option-values.ts'
import type { Output } from './output.ts'
import { oneMoreReporter, type Reporter, type Reports, reportsOf } from './reports.ts'
import type { ShowSettings } from './show.ts'

/** Options by name, as the parser gives them. */
export type OptionValues = Readonly<Record<string, unknown>>

export interface OptionRow {
  readonly flags: string
  readonly description: string
  readonly parse?: (text: string, before: never) => unknown
  readonly choices?: readonly string[]
  readonly standard?: string
}

export interface CommandRow {
  readonly name: string
  /** As in `check [SPEC...]`. */
  readonly argument: string
  readonly summary: string
  readonly details?: string
  readonly options: readonly OptionRow[]
  /** Loads what the command needs, and no more, so that help and typing errors are answered at once. */
  readonly run: (argument: unknown, options: OptionValues, output: Output) => Promise<number>
}

const defaultMemory = bytesText(defaultMemoryLimitBytes())

const commonOptions: readonly OptionRow[] = [
  { flags: '--no-color', description: 'no colours; they are off anyway in a pipe and where NO_COLOR is set' },
  { flags: '--debug', description: 'stack traces of errors' },
]

const reportOptions = reportOptionsFor(reportFormats)
const auditReportOptions = reportOptionsFor(reportFormats.filter((format) => format !== 'sarif'))

function reportOptionsFor(formats: readonly string[]): readonly OptionRow[] {
  return [
    {
      flags: '--reporter <NAME[:FILE]>',
      description: `report as ${formats.join(', ')}; without FILE to stdout, instead of the text; may be repeated`,
      parse: oneMoreReporter,
    },
    {
      flags: '--json <FILE>',
      description: 'short for --reporter json:FILE; - = stdout, and nothing else there',
      parse: someText,
    },
  ]
}

const scenarioOption: OptionRow = {
  flags: '--scenario <NAME>',
  description: 'only this scenario: its name, its id, or a part that only one name has; may be repeated',
  parse: oneMore,
}

const propertyOption: OptionRow = {
  flags: '--property <NAME>',
  description: 'only this property: its name, or a part that only one name has; may be repeated',
  parse: oneMore,
}

const workersOption: OptionRow = {
  flags: '--workers <N>',
  description: 'explore side by side in so many threads (default: 1); what is printed and reported stays the same',
  parse: workers,
}

/** Larger graphs show no other steps than these, and take long. */
const mostDrawnStates = 5_000

/** Above so many states a scenario is too slow to be run once for each mutant. */
const mostMutatedStates = 20_000

const specMeaning = `SPEC is one of these; a file exports suites or a specification, and to load it is to run it:
  lock.ack.ts        a file, of any name (${specExtensions.join(', ')})
  specs              a folder: every *.ack.ts (or .mts, .js, ...) in it and below it, but not in node_modules, dist, build,
                     out, coverage or folders that begin with a dot; links are not followed
  'specs/**/*.ts'    a glob of files: * stays within a folder, ** does not
  rocketmq/store     a built-in suite
  'rocketmq/*'       a glob of built-in suites: * is any text, slashes included
A name of a built-in suite wins over a path of the same text; ./ before it makes it a path.`

const builtInOption: OptionRow = { flags: '--built-in', description: 'all suites that ship with ackproof' }

const noSpecMeaning = 'No SPEC = every *.ack.ts (or .mts, .js, ...) below the current folder.'

const commands: readonly CommandRow[] = [
  {
    name: 'check',
    argument: '[SPEC...]',
    summary: 'check scenarios exhaustively and compare the verdicts with what is expected',
    details: `${specMeaning}
${noSpecMeaning}

Exit codes:
  0  every expectation is met
  1  an expectation is not met; with --strict, or a suite has a finding that it does not accept
  2  wrong usage, a specification that cannot be loaded, or one that does not compile (2 beats 1, 3 and 4)
  3  a limit was reached before an answer: never a pass
  4  an error in a specification while it ran; 4 beats 1, and 1 beats 3
  70 an internal error: a bug of ackproof itself
  130 or 143  ended by Ctrl-C or SIGTERM; what was found until then is printed and reported`,
    options: [
      builtInOption,
      scenarioOption,
      propertyOption,
      {
        flags: '--up-to-states <N>',
        description: 'leave out scenarios that pin more than so many states, and say which',
        parse: wholeNumber,
      },
      { flags: '--max-states <N>', description: 'end a scenario above so many distinct states', parse: wholeNumber },
      { flags: '--max-depth <N>', description: 'explore paths of at most so many states', parse: wholeNumber },
      { flags: '--time-limit <SECONDS>', description: 'end a scenario after so long', parse: seconds },
      {
        flags: '--memory-limit <MB>',
        description: `end a scenario above so much memory (default: three quarters of what is free, at most 16 GB; now ${defaultMemory})`,
        parse: megabytes,
      },
      {
        flags: '--strict',
        description: 'fail on findings: actions that never fire, promises that hold vacuously and the like',
      },
      { flags: '--stop-first', description: 'end a scenario at its first violation; what is open then is undecided' },
      {
        flags: '--no-symmetry',
        description: 'explore every state, also where ids are declared interchangeable; pinned counts are not compared',
      },
      {
        flags: '--faults',
        description: 'find the fewest faults that break each promise, in scenarios that declare fault budgets',
      },
      workersOption,
      {
        flags: '--shard <I/N>',
        description: 'run the i-th of n equal shares of the scenarios; `ackproof merge` puts the reports together',
        parse: shard,
      },
      ...reportOptions,
      {
        flags: '--coverage <FILE>',
        description: 'write which lines and branches of the specifications no exploration ran (lcov)',
        parse: someText,
      },
      { flags: '--dot <DIR>', description: 'draw every counterexample, as .dot and .svg', parse: someText },
      {
        flags: '--no-types',
        description: 'do not have your own TypeScript compile the specifications beside the exploration',
      },
      { flags: '--stats', description: 'say how each exploration went' },
      { flags: '--quiet', description: 'print only what is not as expected, and no progress' },
    ],
    run: async (specs, options, output) => {
      const settings = checkSettings(specs as readonly string[], options)
      // Each thread loads what it needs while the other does.
      return withSpareThread(settings.limits.memoryLimitBytes, async () => {
        return (await import('./check.ts')).check(settings, output)
      })
    },
  },
  {
    name: 'mutate',
    argument: '[SPEC...]',
    summary: 'put small mistakes into a specification, and list those that no property notices',
    details: `${specMeaning}
${noSpecMeaning}

A mutant is killed when some property of some scenario comes out otherwise than expected. Pinned counts and lengths are
no properties. Guards, effects, single fields and messages of one action are mutated at a time; no source is touched.

Exit codes:
  0  every mutant was run; survivors are no failure
  1  the survivors are not those of --survivors, or the suite is not as it expects to be without any mutation
  2  wrong usage, or a specification that cannot be loaded
  3  the time was over, or no scenario is small enough
  4  an error in a specification while it ran without any mutation
  70 an internal error: a bug of ackproof itself
  130 or 143  ended by Ctrl-C or SIGTERM; what was found until then is printed and reported`,
    options: [
      builtInOption,
      scenarioOption,
      {
        flags: '--max-states <N>',
        description: `leave out scenarios above so many states (default: ${mostMutatedStates})`,
        parse: wholeNumber,
      },
      { flags: '--time-limit <SECONDS>', description: 'end the whole run after so long', parse: seconds },
      workersOption,
      ...reportOptions,
      {
        flags: '--survivors <FILE>',
        description: 'the survivors that are known, with reasons; any other outcome is a failure',
        parse: someText,
      },
      { flags: '--update', description: 'write the survivors to that file; reasons are kept' },
    ],
    run: async (specs, options, output) =>
      (await import('./mutate.ts')).mutate(mutateSettings(specs as readonly string[], options), output),
  },
  {
    name: 'merge',
    argument: '<REPORT...>',
    summary: 'merge the reports of all shards of a run into the one that a whole run would have given',
    details: `REPORT is what \`check --shard i/n --json FILE\` wrote. Every shard must be there, once.

Exit codes: those of the one run (see \`ackproof check --help\`); 2 where reports are missing or not of one run.`,
    options: [...reportOptions, { flags: '--quiet', description: 'print only what is not as expected' }],
    run: async (paths, options, output) => {
      const isQuiet = options.quiet === true
      const settings = { paths: paths as readonly string[], reports: reportsIn(options), isQuiet }
      return (await import('./merge.ts')).merge(settings, output)
    },
  },
  {
    name: 'list',
    argument: '',
    summary: 'list the built-in suites',
    options: [],
    run: async (_argument, _options, output) => (await import('./list.ts')).list(output),
  },
  {
    name: 'show',
    argument: '<SPEC>',
    summary: 'show a specification in words, with its scenarios, or in pictures',
    details: `${specMeaning}

A picture is the explored graphs of the scenarios, projected: of each place that holds words (a variable, a family, a
field) which steps lead from word to word, and which actions put messages into pools and take them out.`,
    options: [
      {
        flags: '--dot <DIR>',
        description: 'draw its phases and its flow of messages, as .dot and .svg',
        parse: someText,
      },
      {
        flags: '--phase <PLACE>',
        description: 'draw only this place, as broker or nodes.role; may be repeated',
        parse: oneMore,
      },
      {
        flags: '--up-to-states <N>',
        description: `leave larger scenarios out of the pictures (default: ${mostDrawnStates})`,
        parse: wholeNumber,
      },
      {
        flags: '--format <NAME>',
        description: 'text, or a Markdown page',
        choices: ['text', 'markdown'],
        standard: 'text',
      },
      { flags: '--with-verdicts', description: 'check the scenarios, and put into the page what they came to' },
      {
        flags: '--from <REPORT>',
        description: 'take the verdicts from a report of `check --json` instead of checking',
        parse: someText,
      },
    ],
    run: async (spec, options, output) => (await import('./show.ts')).show(showSettings(String(spec), options), output),
  },
  {
    name: 'new',
    argument: '<NAME>',
    summary: 'write NAME.ack.ts, a small specification to start from',
    options: [],
    run: async (name, _options, output) => (await import('./new-spec.ts')).newSpec(String(name), output),
  },
  {
    name: 'audit',
    argument: '<FILE...>',
    summary: "say which promises a RocketMQ broker's configuration keeps, and under which faults",
    details: `FILE is a broker.conf or broker-*.properties, a Kubernetes ConfigMap that holds one, or a folder of them. Files of
one cluster get one answer. The settings are put into the models that ship with the tool, and these are checked
exhaustively.

Exit codes: 0 every question is answered, or all that is required is kept; 1 something that is required can be broken;
2 wrong usage or a mistake in a file; 3 a limit was reached before an answer, or what is required is not modelled yet;
70 an internal error, 130 or 143 ended by Ctrl-C or SIGTERM; what was answered until then is printed and reported.`,
    options: [
      {
        flags: '--rocketmq <VERSION>',
        description: `${versionsTaken} (default: what the spelling of a key tells, else 5.3)`,
        parse: rocketmqVersion,
      },
      {
        flags: '--require <PROMISE: FAULTS>',
        description: "fail unless this is kept, in the words of the table: 'kept: 1 power cut'; may be repeated",
        parse: oneMore,
      },
      ...auditReportOptions,
    ],
    run: async (files, options, output) =>
      (await import('./audit-command.ts')).audit(auditSettings(files as readonly string[], options), output),
  },
]

function reportsIn({ reporter, json }: OptionValues): Reports {
  const reporters = (reporter as readonly Reporter[] | undefined) ?? null
  return reportsOf(reporters, (json as string | undefined) ?? null, process.env)
}

function auditSettings(paths: readonly string[], options: OptionValues): AuditSettings {
  return {
    paths,
    version: (options.rocketmq as RocketmqVersion | undefined) ?? null,
    reports: reportsIn(options),
    requirements: (options.require as readonly string[] | undefined) ?? [],
  }
}

function showSettings(spec: string, options: OptionValues): ShowSettings {
  return {
    spec,
    pictureFolder: (options.dot as string | undefined) ?? null,
    phases: (options.phase as readonly string[] | undefined) ?? [],
    mostStates: (options.upToStates as number | undefined) ?? mostDrawnStates,
    format: options.format === 'markdown' ? 'markdown' : 'text',
    hasVerdicts: options.withVerdicts === true,
    reportFile: (options.from as string | undefined) ?? null,
  }
}

function mutateSettings(specs: readonly string[], options: OptionValues): MutateSettings {
  return {
    specs,
    isBuiltIn: options.builtIn === true,
    scenarios: (options.scenario as readonly string[] | undefined) ?? [],
    timeLimitSeconds: (options.timeLimit as number | undefined) ?? null,
    memoryLimitBytes: defaultMemoryLimitBytes(),
    maxStates: (options.maxStates as number | undefined) ?? mostMutatedStates,
    workers: (options.workers as number | undefined) ?? 1,
    reports: reportsIn(options),
    survivorsFile: (options.survivors as string | undefined) ?? null,
    isUpdate: options.update === true,
  }
}

function checkSettings(specs: readonly string[], options: OptionValues): CheckSettings {
  const number = (name: string): number | null => (options[name] as number | undefined) ?? null
  const text = (name: string): string | null => (options[name] as string | undefined) ?? null
  const memoryMegabytes = number('memoryLimit')
  return {
    specs,
    isBuiltIn: options.builtIn === true,
    scenarios: (options.scenario as readonly string[] | undefined) ?? [],
    properties: (options.property as readonly string[] | undefined) ?? [],
    upToStates: number('upToStates'),
    limits: {
      maxStates: number('maxStates'),
      maxDepth: number('maxDepth'),
      timeLimitSeconds: number('timeLimit'),
      memoryLimitBytes: memoryMegabytes === null ? defaultMemoryLimitBytes() : memoryMegabytes * 2 ** 20,
      stopFirst: options.stopFirst === true,
      ...(options.symmetry === false && { withoutSymmetry: true }),
    },
    reports: reportsIn(options),
    diagramFolder: text('dot'),
    coverageFile: text('coverage'),
    shard: (options.shard as Shard | undefined) ?? null,
    workers: number('workers') ?? 1,
    isQuiet: options.quiet === true,
    isStrict: options.strict === true,
    hasStatistics: options.stats === true,
    isDebug: options.debug === true,
    isFaultSearch: options.faults === true,
    isTypeChecked: options.types !== false,
  }
}

/** What was asked for, or the exit code where it has been answered already (`--help`). */
export type Request =
  | { readonly kind: 'answered' }
  | { readonly kind: 'command'; readonly row: CommandRow; readonly argument: unknown; readonly options: OptionValues }

/** Reads the arguments. Throws UsageError. `print` gets the help text. */
export function parseArguments(words: readonly string[], version: string, print: (text: string) => void): Request {
  let request: Request = { kind: 'answered' }
  const program = new Command('ackproof')
    .description(
      'Formal specification and model checking: which promises hold in every reachable state, and how the others break.',
    )
    .version(version, '--version', 'print the version')
    .exitOverride()
    .configureOutput({ writeOut: print, writeErr: () => {}, outputError: () => {} })
    .helpOption('-h, --help', 'print help')
  for (const row of commands) {
    const command = program.command(`${row.name} ${row.argument}`.trim()).summary(row.summary).description(row.summary)
    if (row.details !== undefined) command.addHelpText('after', `\n${row.details}`)
    for (const optionRow of [...row.options, ...commonOptions]) command.addOption(optionOf(optionRow))
    command.action((...values: unknown[]) => {
      request = { kind: 'command', row, argument: row.argument === '' ? null : values[0], options: command.opts() }
    })
  }
  if (words.length === 0) {
    const names = commands.map(({ name }) => name).join(', ')
    throw new UsageError(`no command; expected one of ${names} (ackproof --help explains them)`)
  }
  try {
    program.parse(words, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === ExitCode.Met) return request
    if (error.code === 'commander.help') {
      throw new UsageError(`unknown command "${words[1]}" (ackproof --help explains all)`, { cause: error })
    }
    throw new UsageError(oneLine(error.message), { cause: error })
  }
  return request
}

function optionOf({ flags, description, parse, choices, standard }: OptionRow): Option {
  const option = new Option(flags, description)
  if (choices !== undefined) option.choices(choices)
  if (parse !== undefined) option.argParser(parse as (text: string) => unknown)
  if (standard !== undefined) option.default(standard)
  return option
}

function oneLine(message: string): string {
  return message
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ')
    .trim()
}
