/** `ackproof mutate`: what mistakes would no property of a suite notice? */
import pc from 'picocolors'
import { builtInNames } from '../node/built-in.ts'
import type { SelectedSpec } from '../node/select-specs.ts'
import { readSurvivors, writeSurvivors } from '../node/survivors-file.ts'
import { UsageError } from '../node/usage-error.ts'
import { prepareFile, requireNoSpecification, requireOtherPlace } from '../node/write-files.ts'
import { jsonOf } from '../reporters/json/json.ts'
import { MutationText } from '../reporters/text/mutation-text.ts'
import { createChecker } from '../runs/checker.ts'
import { type KnownSurvivors, updatedSurvivors } from '../runs/mutate/survivors.ts'
import { suggest } from '../spec/language/suggest.ts'
import type { Output } from './output.ts'
import { reportingFailure, reportLines, writeReports } from './report-file.ts'
import { hasTextOnStdout, type Reports } from './reports.ts'
import { type Running, withEngine } from './running.ts'
import { selectScenarios } from './select-scenarios.ts'
import { loadSuites, selectedSpecs } from './select-suites.ts'

export interface MutateSettings {
  readonly specs: readonly string[]
  /** All built-in suites as well. */
  readonly isBuiltIn: boolean
  readonly scenarios: readonly string[]
  /** For everything together; null = no limit. */
  readonly timeLimitSeconds: number | null
  readonly memoryLimitBytes: number
  /** Scenarios with more states are left out. */
  readonly maxStates: number
  /** How many threads explore side by side. */
  readonly workers: number
  readonly reports: Reports
  /** The survivors that are known, or null. */
  readonly survivorsFile: string | null
  /** Write the survivors to that file. */
  readonly isUpdate: boolean
}

/** A name in the file that is almost that of a suite is misspelt; any other may be that of a suite of another file. */
function requireSuites(
  known: KnownSurvivors,
  names: readonly string[],
  path: string,
  note: (text: string) => void,
): void {
  for (const name of Object.keys(known).filter((each) => !names.includes(each))) {
    const hint = suggest(name, names)
    if (hint.includes('did you mean')) throw new UsageError(`"${path}" names a suite "${name}"${hint}`)
    note(`"${path}" names a suite "${name}", which is not selected`)
  }
}

/** Returns the exit code. Throws UsageError before anything is run. */
export async function mutate(settings: MutateSettings, output: Output): Promise<number> {
  const { survivorsFile, isUpdate, reports, timeLimitSeconds, memoryLimitBytes, maxStates } = settings
  // With a report on stdout, nothing else goes there.
  const line = hasTextOnStdout(reports) ? output.line : output.note
  const text = new MutationText(output)
  const run = async (
    { engine, status, follow }: Running,
    selected: readonly SelectedSpec[],
    known: KnownSurvivors,
  ): Promise<number> => {
    const suites = await loadSuites(selected, engine)
    const scenarios = selectScenarios(suites, settings.scenarios)
    const names = [...suites.map(({ suite }) => suite.name), ...builtInNames]
    requireSuites(known, names, survivorsFile ?? '', output.note)
    const isCompared = survivorsFile !== null && !isUpdate
    const plan = { scenarios, timeLimitSeconds, memoryLimitBytes, maxStates, known: isCompared ? known : null }
    const report = await follow(createChecker(engine).mutate(plan), (event) => {
      if (event.kind === 'progress') {
        status?.say(event.text, performance.now())
        return
      }
      status?.clear()
      for (const each of text.onOutcome(event)) line(each)
    })
    for (const each of text.totals(report, survivorsFile ?? '')) line(each)
    if (survivorsFile !== null && isUpdate) {
      const { isWhole } = report
      if (isWhole) writeSurvivors(survivorsFile, updatedSurvivors(report.ended, known))
      output.note(
        isWhole ? `${survivorsFile} is up to date` : `${survivorsFile} is left as it is: the run is not whole`,
      )
    }
    const plain = new MutationText({ ...output, colors: pc.createColors(false) })
    const told = (): string => plain.whole(report).join('\n')
    writeReports(reports, { data: jsonOf(report, process.cwd()), text: told })
    for (const each of reportLines(reports)) line(each)
    return report.exitCode
  }
  return reportingFailure({ reports, kind: 'mutation', inputs: settings.specs }, async () => {
    const known = knownSurvivors(settings)
    const selected = await selectedSpecs(settings, output.note)
    const engine = { memoryLimitBytes, workers: settings.workers, isQuiet: false }
    return withEngine(engine, output.note, (running) => run(running, selected, known))
  })
}

/** What the file of survivors says; sees too whether it can be written, where it is to be. */
function knownSurvivors({ survivorsFile, isUpdate, reports, specs }: MutateSettings): KnownSurvivors {
  if (survivorsFile === null) {
    if (isUpdate) throw new UsageError('--update needs --survivors FILE')
    return {}
  }
  requireOtherPlace(survivorsFile, 'the survivors', reports.files)
  const known = readSurvivors(survivorsFile, isUpdate)
  if (isUpdate) {
    requireNoSpecification(survivorsFile, 'the survivors', specs)
    prepareFile(survivorsFile, 'the survivors', 'a file')
  }
  return known
}
