/** The tests of a scenario, as functions that pass or throw what a test runner is to show. */

import { failing } from '../../checker/trust/findings.ts'
import type { PlannedScenario } from '../../runs/port/plan.ts'
import { suiteFindings } from '../../runs/scenarios/suite-findings.ts'
import { UnmetError } from '../library/expect-met.ts'
import { type PropertyReport, type ScenarioReport, scenarioReport } from '../library/report.ts'
import { UsageError } from '../usage-error.ts'
import type { Explorations } from './explorations.ts'
import { drawn, forget, type PictureFolder } from './picture.ts'
import { thrownAt, withSourceLines } from './source-line.ts'

export interface NamedTest {
  readonly name: string
  /** `asked` are the names of the tests of the scenario that run, where that is known. */
  readonly run: (asked?: readonly string[]) => Promise<void>
  /** Whether the scenario expects nothing of it: it is left out, and seen to be so. */
  readonly isIgnored: boolean
}

export interface Setting {
  readonly explorations: Explorations
  readonly pictures: PictureFolder
  /** Whether the tests are of a file that the test runner did not load itself. */
  readonly isFile: boolean
}

const sizeTest = 'the size of the graph'

/** One for each promise and goal, and one for what is pinned besides. Never empty. */
export function testsOf(planned: PlannedScenario, setting: Setting): readonly NamedTest[] {
  const { scenario } = planned
  const tests = scenario.spec.properties.map(({ name }): NamedTest => {
    const isIgnored = !Object.hasOwn(scenario.expect, name)
    return { name, isIgnored, run: (asked) => testProperty(planned, name, setting, propertiesIn(asked)) }
  })
  if (tests.length > 0 && scenario.counts === null) return tests
  return [...tests, { name: sizeTest, isIgnored: false, run: () => testSize(planned, setting) }]
}

/** Whether a suite, all scenarios of which are given, has findings that it does not accept. */
export function findingsTest(scenarios: readonly PlannedScenario[], setting: Setting): NamedTest {
  const run = async (): Promise<void> => {
    const finished = []
    for (const planned of scenarios) finished.push(await setting.explorations.of(planned))
    const suite = scenarios[0]?.suite
    const found = suite && suiteFindings(suite, finished, true)
    const counting = found && failing(found.findings)
    if (suite === undefined || counting?.length === 0) return
    const texts = counting?.map(({ text }) => `  ${text}`) ?? ['  not all of its scenarios could be explored']
    throw placed(
      new UnmetError(['there are findings that the suite does not accept', ...texts].join('\n')),
      suite.location,
      setting,
    )
  }
  return { name: 'no findings', isIgnored: false, run }
}

/** What to explore for: everything where the size of the graph is asked for as well, or all tests run. */
function propertiesIn(asked: readonly string[] | undefined): readonly string[] | undefined {
  return asked?.includes(sizeTest) === true ? undefined : asked
}

async function testProperty(
  planned: PlannedScenario,
  name: string,
  setting: Setting,
  properties: readonly string[] | undefined,
): Promise<void> {
  const report = await reportOn(planned, setting, properties)
  const property = report.properties.find((each) => each.name === name)
  if (property === undefined) throw new Error(`unreachable: nothing came of the property "${name}"`)
  const { explorations: _, pictures } = setting
  const names = [report.suite, report.name, name]
  if (property.ok) {
    if (pictures !== null) forget(pictures, names)
    return
  }
  const story = property.story === null ? [] : [property.story.text().trimEnd()]
  const picture = property.story === null || pictures === null ? [] : [await drawn(property.story, pictures, names)]
  const hints = report.outcome === 'undecided' ? report.hints : []
  const error = new UnmetError([problemOf(property), ...hints, ...story, ...picture].join('\n\n'))
  throw placed(error, property.location, setting)
}

function problemOf({ name, problem, text, verdict }: PropertyReport): string {
  const isAnswered = verdict === 'violated' || verdict === 'reachable'
  return `${name}: ${problem}${isAnswered || text === verdict ? '' : `; ${text}`}`
}

async function testSize(planned: PlannedScenario, setting: Setting): Promise<void> {
  const { countProblems, outcome, location, completeness } = await reportOn(planned, setting)
  const isUndecided =
    countProblems.length === 0 && outcome === 'undecided' && planned.scenario.spec.properties.length === 0
  const problems = isUndecided ? [`the run ended before the whole graph was explored (${completeness})`] : countProblems
  if (problems.length > 0) throw placed(new UnmetError(problems.join('\n')), location, setting)
}

/** Throws the mistake of the specification's that ended the exploration, where there is one. */
async function reportOn(
  planned: PlannedScenario,
  setting: Setting,
  properties?: readonly string[],
): Promise<ScenarioReport> {
  const { explorations } = setting
  const report = scenarioReport(await explorations.of(planned, properties), explorations.limits)
  if (report.error === null) return report
  throw placed(new UsageError(report.error.message), report.error.location ?? report.location, setting)
}

/** The error at the place in the source, with its lines where the test runner does not know the file. */
export function placed<E extends Error>(error: E, location: string | null, { isFile }: Pick<Setting, 'isFile'>): E {
  const thrown = thrownAt(error, location)
  return isFile ? withSourceLines(thrown, location) : thrown
}
