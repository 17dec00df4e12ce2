/** A report file as text: a line for each scenario, what does not fit, at most five stories, and the totals. */
import type { Story } from '../../counterexamples/index.ts'
import { columnsOf, elide, oneLine, padTo } from '../../counterexamples/print/plain-text.ts'
import { count, plural, secondsText } from '../../counterexamples/print/wording.ts'
import { isGoal } from '../../spec/language/property-kinds.ts'
import type { CheckData, PropertyData, ScenarioData, ScenarioHead } from '../json/check-report.ts'
import type { FaultData, FrontierData, SearchData } from '../json/fault-report.ts'
import { toldStory } from '../json/told-story.ts'
import { shellWord } from '../shell-word.ts'
import { symmetryLines } from '../verdict-text.ts'
import { findingLines, strictLines } from './finding-lines.ts'
import type { LineOptions, TextOptions } from './options.ts'
import { lineOptionsFor } from './options.ts'
import { headerLine, indent, numbers, statusCell } from './scenario-lines.ts'
import { searchHeaderLine, searchNumbers } from './search-lines.ts'
import { rankOf, type StoriesOfScenario, type Tellable } from './story-order.ts'
import { StoryRoom } from './story-room.ts'
import { againLines, outcomesText } from './totals.ts'
import { typeErrorLines } from './type-errors.ts'

/** Lines of a whole report, as the run itself would have told it in brief. */
export function mergedText(
  data: CheckData | FaultData,
  options: Omit<TextOptions, 'isFull' | 'limits'>,
): readonly string[] {
  const all: readonly (ScenarioData | SearchData)[] = data.kind === 'faults' ? data.faults : data.results
  const line = lineOptionsFor(
    all.map(({ scenario }) => scenario),
    { ...options, isFull: false, limits: data.limits },
    54,
  )
  const room = new StoryRoom(line, false)
  const lines = all.flatMap((each, at) => {
    if (options.isQuiet && each.outcome === 'met') return []
    const isNew = each.spec !== all[at - 1]?.spec
    const isLast = each.spec !== all[at + 1]?.spec
    const head = isNew
      ? [...(at === 0 ? [] : ['']), (data.kind === 'faults' ? searchHeaderLine : headerLine)(each.spec, line)]
      : []
    const own = 'budgets' in each ? searchedLines(each, line) : checkedLines(each, line)
    return [
      ...head,
      ...own,
      ...room.inPlace(storiesOf(each, line)),
      ...(isLast ? suiteLines(data, each.spec, line) : []),
    ]
  })
  const again = all.filter(({ outcome }) => outcome === 'unmet' || outcome === 'error')
  return [
    ...lines,
    '',
    totals(all, data, line),
    ...strictLines(data.strict ? data.suites : [], options.colors),
    ...(data.error === null ? [] : [options.colors.red(oneLine(data.error.message))]),
    ...typeErrorLines(data.typeErrors ?? [], null, options.colors),
    ...againLines(again.map(({ reproduce }) => commandOf(reproduce, line))),
  ]
}

/** A report names the program as everybody has it. */
function commandOf(reproduce: string, { program }: LineOptions): string {
  return reproduce.replace(/^ackproof /, `${program} `)
}

function totals(all: readonly ScenarioHead[], data: CheckData | FaultData, { colors }: LineOptions): string {
  const states =
    data.kind === 'faults'
      ? data.faults.reduce((sum, each) => sum + statesOf(each), 0)
      : data.results.reduce((sum, { ran, states: { distinct } }) => sum + (ran ? distinct : 0), 0)
  const outcomes = all.map(({ outcome, ran }) => ({ outcome, wasRun: ran }))
  return `${plural(all.length, 'scenario')}: ${outcomesText(outcomes, colors)}; ${plural(states, 'state')} in ${secondsText(data.seconds)} s`
}

function rowLine({ scenario, outcome, ran }: ScenarioHead, { colors, nameWidth }: LineOptions, cells: string): string {
  const name = padTo(elide(oneLine(scenario), nameWidth), nameWidth)
  return `  ${statusCell({ outcome, wasRun: ran }, colors)}${name}${cells}`
}

function checkedLines(each: ScenarioData, options: LineOptions): readonly string[] {
  const { colors } = options
  const { distinct, generated, depth } = each.states
  const cells = each.ran
    ? [count(distinct), count(generated), String(depth), secondsText(each.engine.seconds)]
    : ['-', '-', '-', '-']
  const row = rowLine(each, options, numbers(cells))
  if (!each.ran) return [row]
  const breaks = each.properties.filter(({ ok, verdict }) => ok && verdict === 'violated')
  const expected = breaks.map(
    ({ name, text }, at) =>
      `${at === 0 ? 'breaks as expected:' : ' '.repeat(19)} ${oneLine(name)} ${text.replace(/^violated /, '')}`,
  )
  const see = expected.length === 0 ? [] : [`see: ${commandOf(each.reproduce, options)}`]
  return [
    row,
    ...[...symmetryLines(each.states), ...expected, ...see].map((line) => colors.dim(indent + line)),
    ...errorLines(each, options),
    ...each.problems.map((problem) => `${indent}${oneLine(problem)}`),
  ]
}

/** An error in the specification, and how it came to that. */
function errorLines({ error }: Pick<ScenarioData, 'error'>, { colors }: LineOptions): readonly string[] {
  if (error === null) return []
  const steps = (error.sentences ?? []).map((sentence, at) => `${String(at).padStart(4)}  ${oneLine(sentence)}`)
  const path = steps.length === 0 ? [] : ['how it came to that:', ...steps]
  return [colors.red(oneLine(error.message)), ...path].map((line) => indent + line)
}

function searchedLines(each: SearchData, options: LineOptions): readonly string[] {
  const explored = each.budgets.filter(({ how }) => how === 'explored').length
  const cells = each.ran ? [count(explored), count(statesOf(each)), secondsText(each.seconds)] : ['-', '-', '-']
  const row = rowLine(each, options, searchNumbers([count(each.budgets.length), ...cells]))
  if (!each.ran) return [row]
  const told = each.properties.filter(isTold)
  const width = Math.max(0, ...told.map(({ name }) => columnsOf(oneLine(name))))
  return [row, ...errorLines(each, options), ...told.flatMap((property) => frontierLines(property, width, options))]
}

/** Goals are of interest where it takes a fault to reach them, or they cannot be reached. */
function isTold({ kind, ok, expected, fewest }: FrontierData): boolean {
  const isReachedAnyway = fewest.some((budget) => Object.values(budget).every((times) => times === 0))
  return !ok || expected !== null || !isGoal(kind) || !isReachedAnyway
}

function frontierLines(
  { name, ok, sentence, expected }: FrontierData,
  width: number,
  { colors }: LineOptions,
): readonly string[] {
  const mark = ok ? (expected === null ? '·' : colors.green('✓')) : colors.red('✗')
  return [
    `${indent}${mark} ${padTo(oneLine(name), width)}  ${oneLine(sentence)}`,
    ...(ok || expected === null ? [] : [`${indent}  ${' '.repeat(width)}  expected: ${oneLine(expected)}`]),
  ]
}

function statesOf({ budgets }: SearchData): number {
  return budgets.reduce((sum, { states }) => sum + (states?.distinct ?? 0), 0)
}

/** What came out otherwise than expected. */
function storiesOf(each: ScenarioData | SearchData, options: LineOptions): StoriesOfScenario {
  const command = commandOf(each.reproduce, options)
  const amiss: readonly (PropertyData | FrontierData)[] = each.properties.filter(({ ok }) => !ok)
  return {
    suite: each.spec,
    scenario: each.scenario,
    stories: amiss.flatMap((property) => storiesIn(property).map(tellable)),
    commandFor: (names) => `${command}${(names ?? []).map((name) => ` --property ${shellWord(name)}`).join('')}`,
  }
}

function storiesIn(property: PropertyData | FrontierData): readonly Story[] {
  const { name, kind } = property
  if (!('stories' in property)) return [toldStory(name, kind, property)].filter((story) => story !== null)
  if (isGoal(kind)) return []
  return property.stories.flatMap((story) => toldStory(name, kind, story) ?? [])
}

function tellable(story: Story): Tellable {
  return { story, rank: rankOf(false, story), title: null }
}

function suiteLines({ suites }: CheckData | FaultData, spec: string, { colors }: LineOptions): readonly string[] {
  return suites.filter((suite) => suite.spec === spec).flatMap((suite) => findingLines(suite, colors, false))
}
