/** `ackproof show`: a specification in words, and in pictures. */
import { plural } from '../counterexamples/print/wording.ts'
import { defaultMemoryLimitBytes } from '../node/memory-limit.ts'
import { readCheckReport } from '../node/read-report.ts'
import { UsageError } from '../node/usage-error.ts'
import { prepareDiagramFolder } from '../node/write-files.ts'
import type { CheckData } from '../reporters/json/check-report.ts'
import { jsonOf } from '../reporters/json/json.ts'
import { specificationPage } from '../reporters/pages/specification-page.ts'
import { leftOutLines } from '../reporters/text/left-out.ts'
import { suiteLines } from '../reporters/text/specification.ts'
import { createChecker } from '../runs/checker.ts'
import type { SuitePictures } from '../runs/pictures/pictures.ts'
import type { PlannedSuite } from '../runs/port/plan.ts'
import { ExitCode, exitCodeOf } from '../runs/session/exit-code.ts'
import type { Output } from './output.ts'
import { type Running, withEngine } from './running.ts'
import { loadSuites, selectedSpecs } from './select-suites.ts'

export interface ShowSettings {
  readonly spec: string
  /** Where pictures go; null = none are drawn. */
  readonly pictureFolder: string | null
  /** Places whose words are drawn; every one that holds words where it is empty. */
  readonly phases: readonly string[]
  /** Larger scenarios are no part of a picture. */
  readonly mostStates: number
  readonly format: 'text' | 'markdown'
  /** With what the scenarios came to. */
  readonly hasVerdicts: boolean
  /** A report with the verdicts; null = the suite is checked first. */
  readonly reportFile: string | null
}

/** Returns the exit code. Throws UsageError for what was asked wrongly. */
export async function show(settings: ShowSettings, output: Output): Promise<number> {
  const { spec, pictureFolder, format, hasVerdicts, reportFile } = settings
  requireTogether(settings)
  if (pictureFolder !== null) prepareDiagramFolder(pictureFolder, [])
  const memoryLimitBytes = defaultMemoryLimitBytes()
  const selected = await selectedSpecs({ specs: [spec], isBuiltIn: false }, output.note)
  const report = reportFile === null ? null : readCheckReport(reportFile)
  const isQuiet = pictureFolder === null && !hasVerdicts
  return withEngine({ memoryLimitBytes, isQuiet }, output.note, async (running) => {
    const suites = await loadSuites(selected, running.engine)
    if (pictureFolder !== null) return drawAll(suites, pictureFolder, settings, running, output)
    if (format === 'markdown') {
      const verdicts = hasVerdicts ? (report ?? (await checked(suites, running))) : null
      requireVerdicts(suites, verdicts, reportFile)
      for (const { suite } of suites) output.line(specificationPage(suite, verdicts).trimEnd())
      return verdicts === null ? ExitCode.Met : verdicts.exitCode
    }
    for (const [index, { suite }] of suites.entries()) {
      if (index > 0) output.line('')
      for (const line of suiteLines(suite, output)) output.line(line)
    }
    return ExitCode.Met
  })
}

function requireTogether({ pictureFolder, phases, format, hasVerdicts, reportFile }: ShowSettings): void {
  if (pictureFolder === null && phases.length > 0) throw new UsageError('--phase is about pictures; add --dot FOLDER')
  if (pictureFolder !== null && (format !== 'text' || hasVerdicts)) {
    throw new UsageError('--dot draws, and --format writes; leave out one of them')
  }
  if (hasVerdicts && format !== 'markdown') throw new UsageError('--with-verdicts goes with --format markdown alone')
  if (reportFile !== null && !hasVerdicts)
    throw new UsageError('--from names a report with verdicts; add --with-verdicts')
}

/** Whose scenarios were all run, with what they came to. */
async function checked(suites: readonly PlannedSuite[], { engine, status, follow }: Running): Promise<CheckData> {
  const scenarios = suites.flatMap((each) => each.suite.scenarios.map((scenario) => ({ ...each, scenario })))
  const limits = {
    maxStates: null,
    maxDepth: null,
    timeLimitSeconds: null,
    memoryLimitBytes: defaultMemoryLimitBytes(),
    stopFirst: false,
  }
  const report = await follow(createChecker(engine).check({ scenarios, limits, isStrict: false }), (event) => {
    if (event.kind !== 'progress') return
    const { suite, scenario } = event.planned
    status?.say(() => `${suite.name} ${scenario.name}`, performance.now())
  })
  return jsonOf(report, process.cwd()) as CheckData
}

/** A page without some of its rows would look whole. */
function requireVerdicts(suites: readonly PlannedSuite[], verdicts: CheckData | null, file: string | null): void {
  if (verdicts === null || file === null) return
  for (const { suite } of suites) {
    const known = verdicts.results.filter(({ spec }) => spec === suite.name)
    const missing = suite.scenarios.find(({ name }) => known.every(({ scenario }) => scenario !== name))
    if (missing === undefined) continue
    throw new UsageError(
      `the report "${file}" has nothing of "${missing.name}" of ${suite.name}; write one with: ackproof check ${suite.name} --json FILE`,
    )
  }
}

async function drawAll(
  suites: readonly PlannedSuite[],
  folder: string,
  { phases, mostStates }: ShowSettings,
  { engine, status, follow, endedBy }: Running,
  output: Output,
): Promise<number> {
  // Loaded where something is drawn: it takes a package of others.
  const { picturesToWrite } = await import('../reporters/pictures/pictures.ts')
  const { writePictures } = await import('../node/write-pictures.ts')
  const memoryLimitBytes = defaultMemoryLimitBytes()
  for (const planned of suites) {
    const scenarios = planned.suite.scenarios.map((scenario) => ({ ...planned, scenario }))
    const drawn = await follow(createChecker(engine).draw({ scenarios, mostStates, memoryLimitBytes }), (event) => {
      status?.say(() => `${event.planned.suite.name} ${event.planned.scenario.name}`, performance.now())
    })
    if (drawn.failure !== null) {
      output.note(`ackproof: ${drawn.failure.message}`)
      return ExitCode.SpecError
    }
    const { pictures, unknown } = picturesToWrite(drawn, phases)
    if (unknown.length > 0)
      throw new UsageError(
        unknownPhase(
          unknown[0] ?? '',
          drawn.machines.map(({ place }) => place),
        ),
      )
    const { stems, note, problems } = await writePictures(folder, pictures)
    for (const problem of problems) output.note(`ackproof: ${problem}`)
    const by = note === null ? '' : ` (${note})`
    const none = 'nothing to draw: no place holds words that change, and there is no pool of messages'
    const written = `${plural(stems.length, 'picture')}, as .dot and .svg, in ${folder}${by}`
    output.line(`${planned.suite.name}: ${pictures.length === 0 ? none : written}`)
    for (const stem of stems) output.line(`  ${stem}`)
    for (const line of leftOutOf(drawn)) output.line(line)
  }
  return exitCodeOf([], endedBy())
}

function leftOutOf({ leftOut }: SuitePictures): readonly string[] {
  const reasons = [...new Set(leftOut.map(({ reason }) => reason))]
  return reasons.flatMap((reason) => {
    const own = leftOut.filter((each) => each.reason === reason)
    return leftOutLines(
      own.map(({ planned }) => planned),
      reason,
    )
  })
}

function unknownPhase(phase: string, places: readonly string[]): string {
  if (places.length === 0)
    return `no place of this specification holds words that change, so there is no phase "${phase}"`
  return `there is no place "${phase}" that holds words; there are: ${places.join(', ')}`
}
