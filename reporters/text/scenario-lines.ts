/** What is printed about a scenario: one line, and more only where there is something to tell. */

import { pathText } from '../../counterexamples/index.ts'
import { columnsOf, elide, oneLine, padTo, visible } from '../../counterexamples/print/plain-text.ts'
import { count, plural, secondsText } from '../../counterexamples/print/wording.ts'
import type { Failure } from '../../runs/port/engine.ts'
import type { FinishedScenario } from '../../runs/scenarios/finished-scenario.ts'
import { expectedText, foundText, type JudgedProperty } from '../../runs/scenarios/judge.ts'
import { countProblemsOf, problemsOf } from '../../runs/scenarios/problems.ts'
import type { Colors } from '../colors.ts'
import { reproduceCommand } from '../reproduce.ts'
import { endText, growthLines, symmetryLines, verdictText } from '../verdict-text.ts'
import type { LineOptions } from './options.ts'
import { rankOf, type StoriesOfScenario, type Tellable } from './story-order.ts'

export const statusWidth = 13
export const indent = '      '

export function headerLine(suite: string, { colors, nameWidth }: LineOptions): string {
  const title = padTo(oneLine(suite), nameWidth + statusWidth + 2)
  return `${colors.bold(title)}${colors.dim(numbers(['distinct', 'generated', 'depth', 'seconds']))}`
}

export function scenarioLines(finished: FinishedScenario, options: LineOptions): readonly string[] {
  const { run, planned } = finished
  const { states, engine } = run.result
  const cells = finished.wasRun
    ? [count(states.distinct), count(states.generated), String(states.depth), secondsText(engine.seconds)]
    : ['-', '-', '-', '-']
  const name = padTo(elide(oneLine(planned.scenario.name), options.nameWidth), options.nameWidth)
  const line = `  ${statusCell(finished, options.colors)}${name}${numbers(cells)}`
  const details = options.isFull ? fullLines(finished, options) : briefLines(finished, options)
  const upTo = finished.wasRun ? symmetryLines(states).map((each) => indent + options.colors.dim(each)) : []
  return [line, ...upTo, ...details]
}

/** How something came out, as the first column. */
export function statusCell({ outcome, wasRun }: Pick<FinishedScenario, 'outcome' | 'wasRun'>, colors: Colors): string {
  const cell = (text: string, color: (text: string) => string): string => color(text.padEnd(statusWidth))
  if (!wasRun) return cell('- not run', colors.yellow)
  switch (outcome) {
    case 'met':
      return cell('✓ ok', colors.green)
    case 'unmet':
      return cell('✗ UNMET', colors.red)
    case 'undecided':
      return cell('? UNDECIDED', colors.yellow)
    case 'error':
      return cell('! ERROR', colors.red)
  }
}

export function numbers([distinct = '', generated = '', depth = '', seconds = '']: readonly string[]): string {
  return `${distinct.padStart(12)}${generated.padStart(13)}${depth.padStart(7)}${seconds.padStart(9)}`
}

function briefLines(finished: FinishedScenario, options: LineOptions): readonly string[] {
  const { outcome, wasRun } = finished
  if (!wasRun) return []
  const asExpected = breaksAsExpected(finished, options).map((line) => options.colors.dim(`${indent}${line}`))
  const said = [...asExpected, ...ignoredLines(finished, options)]
  if (outcome === 'met') return [...said, ...boundLine(finished, options)]
  return [...said, ...problemLines(finished, options)]
}

/** What the scenario does not judge, and what became of it. */
function ignoredLines({ judgement }: FinishedScenario, { colors }: LineOptions): readonly string[] {
  return judgement.properties
    .filter(({ expected }) => expected === null)
    .map(({ result }) => `${indent}${colors.yellow('ignored')}: ${oneLine(result.name)}, found ${foundText(result)}`)
}

/** What breaks as expected, and the command that tells it in full: beside it, if there is room and it is only one. */
function breaksAsExpected(
  { judgement, planned }: FinishedScenario,
  { width, program }: LineOptions,
): readonly string[] {
  const breaks = judgement.properties.filter(
    ({ result, expected }) => expected?.verdict === 'violated' && result.verdict === 'violated',
  )
  const title = 'breaks as expected: '
  const lines = breaks.map(({ result }, index) => `${index === 0 ? title : ' '.repeat(title.length)}${brief(result)}`)
  const [first] = lines
  if (first === undefined) return []
  const see = `see: ${reproduceCommand(planned, program)}`
  if (lines.length > 1) return [...lines, `${see} (one alone: --property NAME)`]
  const beside = `${first}  ${see}`
  return indent.length + columnsOf(beside) <= width ? [beside] : [first, see]
}

function brief({ name, trace }: JudgedProperty['result']): string {
  return trace === null ? oneLine(name) : `${oneLine(name)} (${plural(trace.length, 'state')})`
}

/** A scenario that is bounded of its own accord says so even when all is well. */
function boundLine({ run, planned, judgement }: FinishedScenario, { colors, limits }: LineOptions): readonly string[] {
  if (run.result.completeness === 'full') return []
  const constraints = planned.scenario.spec.constraints.map(({ name }) => name)
  const bounded = judgement.properties.find(({ result }) => ['holds', 'unreachable'].includes(result.verdict))
  if (bounded === undefined) return []
  return [`${indent}${colors.dim(verdictText(bounded.result, run.result, constraints, limits))}`]
}

function problemLines(finished: FinishedScenario, options: LineOptions): readonly string[] {
  const { colors, limits, isFull } = options
  const { run, judgement, outcome } = finished
  const isOpen = outcome === 'undecided' || judgement.properties.some((property) => property.outcome === 'undecided')
  const error = run.failure === null ? [] : [`${indent}${colors.red(oneLine(run.failure.message))}`]
  if (outcome === 'error') {
    const known = judgement.properties.filter(({ result }) => result.verdict === 'violated')
    return [
      ...error,
      ...pathLines(run.failure ?? {}, options),
      ...known.map(({ result }) => `${indent}found before that: ${oneLine(result.name)} is violated`),
    ]
  }
  // The full form has said of every property what was expected and what was found.
  const problems = isFull ? countProblemsOf(finished) : problemsOf(finished)
  // A property may be undecided though nothing was left out: then it says itself why.
  const isWhole = run.result.completeness === 'full' || run.result.completeness === 'constraint'
  const ended = isOpen && !isWhole ? [endText(run.result, limits), ...growthLines(run.result)] : []
  return [
    ...error,
    ...ended.map((line) => `${indent}${colors.yellow(line)}`),
    ...problems.map((problem) => `${indent}${oneLine(problem)}`),
  ]
}

/** How it came to an error. */
export function pathLines({ path }: Pick<Failure, 'path'>, { colors, width }: LineOptions): readonly string[] {
  if (path === undefined) return []
  const text = pathText(path.steps, { color: colors.isColorSupported, width: width - indent.length })
  const lines = text.trimEnd().split('\n')
  return ['how it came to that:', ...lines].map((line) => `${indent}${line}`)
}

/** What a scenario has to tell: all of it in full; in brief what came out otherwise than expected. */
export function scenarioStories(finished: FinishedScenario, { program, isFull }: LineOptions): StoriesOfScenario {
  const { judgement, run, planned, outcome } = finished
  const stories = judgement.properties.flatMap((judged): readonly Tellable[] => {
    const story = run.stories[judged.result.name]
    const isTold = isFull || (outcome !== 'met' && judged.outcome === 'unmet')
    if (story === undefined || !isTold) return []
    return [{ story, rank: rankOf(judged.outcome !== 'unmet', story), title: null }]
  })
  return {
    suite: planned.suite.name,
    scenario: planned.scenario.name,
    stories,
    commandFor: (properties) => reproduceCommand(properties === null ? planned : { ...planned, properties }, program),
  }
}

function fullLines(finished: FinishedScenario, options: LineOptions): readonly string[] {
  const { run, planned, judgement } = finished
  const constraints = planned.scenario.spec.constraints.map(({ name }) => name)
  const about =
    planned.scenario.about === '' ? [] : planned.scenario.about.split('\n').map((each) => indent + visible(each))
  const nameWidth = Math.max(0, ...judgement.properties.map(({ result }) => columnsOf(oneLine(result.name))))
  const properties = judgement.properties.map(({ result, expected, outcome }) => {
    const name = padTo(oneLine(result.name), nameWidth)
    const mark =
      expected === null
        ? '·'
        : outcome === 'met'
          ? options.colors.green('✓')
          : outcome === 'unmet'
            ? options.colors.red('✗')
            : '?'
    const found = verdictText(result, run.result, constraints, options.limits)
    const wanted = expected === null ? 'ignored' : `expected ${expectedText(expected)}`
    return `${indent}${mark} ${name}  ${wanted}; found ${found}`
  })
  const problems = finished.outcome === 'met' ? [] : problemLines(finished, options)
  return [...about, ...properties, ...problems]
}
