/** `ackproof show`: a specification in words, and in pictures. */
import { plural } from '../counterexamples/print/wording.ts'
import { defaultMemoryLimitBytes } from '../node/memory-limit.ts'
import { UsageError } from '../node/usage-error.ts'
import { prepareDiagramFolder } from '../node/write-files.ts'
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
}

/** Returns the exit code. Throws UsageError for what was asked wrongly. */
export async function show(settings: ShowSettings, output: Output): Promise<number> {
  const { spec, pictureFolder, phases } = settings
  if (pictureFolder === null && phases.length > 0) throw new UsageError('--phase is about pictures; add --dot FOLDER')
  if (pictureFolder !== null) prepareDiagramFolder(pictureFolder, [])
  const memoryLimitBytes = defaultMemoryLimitBytes()
  const selected = await selectedSpecs({ specs: [spec], isBuiltIn: false }, output.note)
  return withEngine({ memoryLimitBytes, isQuiet: pictureFolder === null }, output.note, async (running) => {
    const suites = await loadSuites(selected, running.engine)
    if (pictureFolder !== null) return drawAll(suites, pictureFolder, settings, running, output)
    for (const [index, { suite }] of suites.entries()) {
      if (index > 0) output.line('')
      for (const line of suiteLines(suite, output)) output.line(line)
    }
    return ExitCode.Met
  })
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
