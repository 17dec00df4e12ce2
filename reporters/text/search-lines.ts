/** What is printed about a fault search: one line for the scenario, one sentence for each property. */

import type { Budget } from '../../checker/faults/budgets.ts'
import type { ReplayCheck } from '../../checker/faults/fault-search.ts'
import { columnsOf, elide, oneLine, padTo, visible } from '../../counterexamples/print/plain-text.ts'
import { count, plural, secondsText } from '../../counterexamples/print/wording.ts'
import { flow } from '../../counterexamples/text/text-layout.ts'
import {
  type FaultStory,
  type FinishedSearch,
  idleKinds,
  type JudgedFrontier,
} from '../../runs/faults/finished-search.ts'
import { budgetText } from '../../runs/faults/frontier-sentence.ts'
import type { FaultKind } from '../../spec/language/index.ts'
import { isGoal } from '../../spec/language/property-kinds.ts'
import { searchCommand } from '../reproduce.ts'
import { endText, growthLines } from '../verdict-text.ts'
import type { LineOptions } from './options.ts'
import { indent, pathLines, statusCell, statusWidth } from './scenario-lines.ts'
import { rankOf, type StoriesOfScenario, type Tellable } from './story-order.ts'
import { table } from './table.ts'

export function searchHeaderLine(suite: string, { colors, nameWidth }: LineOptions): string {
  const title = padTo(oneLine(suite), nameWidth + statusWidth + 2)
  return `${colors.bold(title)}${colors.dim(searchNumbers(['budgets', 'explored', 'states', 'seconds']))}`
}

export function searchLines(finished: FinishedSearch, options: LineOptions): readonly string[] {
  const { searched, run, wasRun } = finished
  const { colors, nameWidth, isFull } = options
  const name = padTo(elide(oneLine(searched.scenario.name), nameWidth), nameWidth)
  const cells = [
    count(run.search.budgets.length),
    ...(wasRun ? [count(run.runs.size), count(statesOf(finished)), secondsText(run.seconds)] : ['-', '-', '-']),
  ]
  const line = `  ${statusCell(finished, colors)}${name}${searchNumbers(cells)}`
  if (!wasRun) return [line]
  const about = isFull && searched.scenario.about !== '' ? searched.scenario.about.split('\n').map(visible) : []
  return [
    line,
    ...about.map((each) => `${indent}${each}`),
    ...failureLines(finished, options),
    ...endedLines(finished, options),
    ...propertyLines(finished, options),
    ...hintLines(finished, options),
    ...(options.hasStatistics ? budgetLines(finished, options) : []),
  ]
}

/** Distinct states of all explorations. */
export function statesOf({ run }: FinishedSearch): number {
  return [...run.runs.values()].reduce((sum, { result }) => sum + result.states.distinct, 0)
}

export function searchNumbers([budgets = '', explored = '', states = '', seconds = '']: readonly string[]): string {
  return `${budgets.padStart(10)}${explored.padStart(10)}${states.padStart(13)}${seconds.padStart(9)}`
}

function failureLines({ run, searched }: FinishedSearch, options: LineOptions): readonly string[] {
  const { colors } = options
  if (run.failure === null) return []
  const { budget, failure } = run.failure
  const message = oneLine(`with ${budgetText(searched.kinds, budget)}: ${failure.message}`)
  return [`${indent}${colors.red(message)}`, ...pathLines(failure, options)]
}

/** Why the search, or some exploration, ended before an answer. */
function endedLines({ run, searched, properties }: FinishedSearch, options: LineOptions): readonly string[] {
  const isOpen = properties.some(({ outcome }) => outcome === 'undecided')
  if (!isOpen || run.failure !== null) return []
  const cut = run.search.budgets.flatMap((budget) => {
    const result = run.runs.get(budget)?.result
    const open = result?.properties.find(({ name }) => {
      const entry = run.search.entry(name, budget)
      return entry.how === 'explored' && entry.verdict === 'undecided'
    })
    if (result === undefined || open === undefined) return []
    return [{ budget, result, why: open.reason ?? endText(result, options.limits) }]
  })
  const untried = run.search.budgets.filter((budget) => isUntried(budget, { run, properties })).length
  const [first, ...rest] = cut.map(({ budget, why }) => `with ${budgetText(searched.kinds, budget)}: ${why}`)
  const lines = [
    ...(first === undefined ? [] : [`${first}${rest.length === 0 ? '' : `, and ${rest.length} more`}`]),
    ...(cut[0] === undefined ? [] : growthLines(cut[0].result)),
    ...(untried === 0 ? [] : [`ended before ${plural(untried, 'budget')} could be settled`]),
  ]
  return lines.map((line) => `${indent}${options.colors.yellow(oneLine(line))}`)
}

function isUntried(budget: Budget, { run, properties }: Pick<FinishedSearch, 'run' | 'properties'>): boolean {
  return properties.some(({ name }) => run.search.entry(name, budget).how === 'untried')
}

function propertyLines({ searched, properties }: FinishedSearch, options: LineOptions): readonly string[] {
  const told = properties.filter(isTold)
  const alike = options.isFull ? [] : alikeIn(told)
  const grouped = new Set(alike.flat())
  const apart = told.filter((property) => !grouped.has(property))
  const width = Math.max(0, ...apart.map(({ name }) => columnsOf(oneLine(name))))
  const lines = apart.flatMap((property) => [
    `${indent}${mark(property, options)} ${padTo(oneLine(property.name), width)}  ${oneLine(property.sentence)}`,
    ...(property.outcome === 'unmet'
      ? [`${indent}  ${padTo('', width)}  expected: ${oneLine(property.expected ?? '')}`]
      : []),
    ...(isGoal(property.kind) ? [] : property.stories).map((story) =>
      options.colors.dim(`${indent}    ${oneLine(briefStory(searched.kinds, story))}`),
    ),
  ])
  return [...lines, ...alike.flatMap((group) => groupLines(group, options))]
}

/** Properties that nothing is expected of, that have no story to tell, and that the same sentence is said of. */
function alikeIn(told: readonly JudgedFrontier[]): readonly (readonly JudgedFrontier[])[] {
  const bySentence = new Map<string, JudgedFrontier[]>()
  for (const property of told) {
    const hasStory = !isGoal(property.kind) && property.stories.length > 0
    if (property.outcome !== 'met' || property.expected !== null || hasStory) continue
    bySentence.set(property.sentence, [...(bySentence.get(property.sentence) ?? []), property])
  }
  return [...bySentence.values()].filter(({ length }) => length > 1)
}

function groupLines(group: readonly JudgedFrontier[], options: LineOptions): readonly string[] {
  const [first] = group
  if (first === undefined) return []
  const names = flow(
    group.map(({ name }) => oneLine(name)),
    options.width - indent.length - 4,
  )
  return [
    `${indent}${mark(first, options)} ${oneLine(first.sentence)}:`,
    ...names.map((line) => `${indent}    ${line}`),
  ]
}

/** Goals are of interest where it takes a fault to reach them, or they cannot be reached. */
function isTold(property: JudgedFrontier): boolean {
  const isReachedAnyway = isGoal(property.kind) && property.stories.some(isFreeOfFaults)
  return property.outcome !== 'met' || property.expected !== null || property.saved.length > 0 || !isReachedAnyway
}

function isFreeOfFaults({ budget }: FaultStory): boolean {
  return budget.every((times) => times === 0)
}

function mark({ outcome, expected }: JudgedFrontier, { colors }: LineOptions): string {
  if (outcome === 'unmet') return colors.red('✗')
  if (outcome === 'undecided') return colors.yellow('?')
  return expected === null ? '·' : colors.green('✓')
}

/** `1 power cut: 4 states, power cut at step 3`. */
function briefStory(kinds: readonly FaultKind[], { budget, story }: FaultStory): string {
  const words = budgetText(kinds, budget)
  if (story === null) return `${words}: the run ended before the story could be told`
  const faults = story.steps.filter(({ isFault }) => isFault).map(({ action, index }) => `${action} at step ${index}`)
  return `${words}: ${[plural(story.length, 'state'), ...faults].join(', ')}`
}

function hintLines(finished: FinishedSearch, { colors }: LineOptions): readonly string[] {
  const { searched, properties, run } = finished
  if (run.failure !== null) return []
  const saved = properties.flatMap((property) => {
    const [first] = property.saved
    if (first === undefined || first.result.isSame) return []
    const [from, to] = [budgetText(searched.kinds, first.from), budgetText(searched.kinds, first.budget)]
    const deed = isGoal(property.kind) ? 'reaches' : 'breaks'
    const others = new Set(property.saved.map(({ budget }) => budget)).size - 1
    const explored = `that budget was explored${others === 0 ? '' : `, and ${plural(others, 'other')}`}`
    return [
      `"${oneLine(property.name)}" is not monotone: what ${deed} it with ${from} does not with ${to} (${first.result.reason}); ${explored}`,
    ]
  })
  const unused = idleKinds(finished).map(
    (key) => `allowing more of "${key}" changes nothing: does the specification use it?`,
  )
  return [...saved, ...unused].map((line) => `${indent}${colors.yellow(oneLine(line))}`)
}

function budgetLines({ run, searched, properties }: FinishedSearch, { colors }: LineOptions): readonly string[] {
  const rows = run.search.budgets.map((budget) => {
    const words = budgetText(searched.kinds, budget)
    const result = run.runs.get(budget)?.result
    if (result === undefined) {
      return [words, isUntried(budget, { run, properties }) ? 'not tried' : 'stories run again', '', '', '', '']
    }
    const { distinct, generated, depth } = result.states
    return [words, 'explored', count(distinct), count(generated), String(depth), secondsText(result.engine.seconds)]
  })
  const header = ['faults allowed', '', 'distinct', 'generated', 'depth', 'seconds']
  const lines = table([header, ...rows]).map((line, index) => (index === 0 ? colors.dim(line) : line))
  return ['', ...[...lines, replaysText(run.search.replays)].map((line) => `${indent}${line}`), '']
}

function replaysText(replays: readonly ReplayCheck[]): string {
  const same = replays.filter(({ result }) => result.isSame).length
  const all = `${plural(replays.length, 'time')} a story was run again with more faults allowed`
  return replays.length === 0 ? 'no story was run again' : `${all}; ${count(same)} came to the same end`
}

/** What a search has to tell in full: which faults break what, or are needed to reach a goal. */
export function searchStories({ searched, properties }: FinishedSearch, { program }: LineOptions): StoriesOfScenario {
  const stories = properties.flatMap((property): readonly Tellable[] => {
    if (isGoal(property.kind) && property.stories.some(isFreeOfFaults)) return []
    return property.stories.flatMap(({ budget, story }) => {
      const title = oneLine(`With ${budgetText(searched.kinds, budget)} allowed:`)
      return story === null ? [] : [{ story, rank: rankOf(property.outcome !== 'unmet', story), title }]
    })
  })
  return {
    suite: searched.suite.name,
    scenario: searched.scenario.name,
    stories,
    commandFor: (chosen) => searchCommand(chosen === null ? searched : { ...searched, properties: chosen }, program),
  }
}
