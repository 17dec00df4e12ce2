/**
 * Compares what a check found with what its scenario expects. A truncated search never passes: a promise that was not
 * explored as far as the scenario says is undecided, even where the part that was explored keeps it.
 */
import type { CheckResult, PropertyResult } from '../../checker/contract/result.ts'
import { plural } from '../../counterexamples/print/wording.ts'
import type { Expectation, Scenario } from '../../spec/language/index.ts'
import type { Outcome } from '../session/exit-code.ts'
import { headlineFirst } from './headline-first.ts'

export interface JudgedProperty {
  readonly result: PropertyResult
  /** Null where the scenario ignores the property, and nothing can be amiss. */
  readonly expected: Expectation | null
  readonly outcome: Exclude<Outcome, 'error'>
  /** What does not fit, as a sentence; null where the expectation is met. */
  readonly problem: string | null
}

export interface Judgement {
  readonly outcome: Exclude<Outcome, 'error'>
  /** The headline of the scenario first. */
  readonly properties: readonly JudgedProperty[]
  /** Pinned counts that do not fit, one sentence each. */
  readonly countProblems: readonly string[]
  /** Whether everything was explored that the scenario asks for. */
  readonly isComplete: boolean
}

export type Expectations = Pick<Scenario, 'expect' | 'counts' | 'maxDepth'> &
  Partial<Pick<Scenario, 'headline' | 'ignored'>>

export function judge(scenario: Expectations, result: CheckResult): Judgement {
  const isComplete = exploresAll(scenario, result)
  const properties = headlineFirst(result.properties, scenario.headline).map((property) =>
    scenario.ignored?.includes(property.name) === true
      ? ({ result: property, expected: null, outcome: 'met', problem: null } as const)
      : judgeProperty(property, scenario.expect[property.name] ?? { verdict: 'holds' }, isComplete),
  )
  const countProblems = isComplete ? differences(scenario, result) : []
  const outcomes: Outcome[] = properties.map((property) => property.outcome)
  if (countProblems.length > 0) outcomes.push('unmet')
  const expectsNothing = properties.length === 0 && scenario.counts === null
  if ((scenario.counts !== null || expectsNothing) && !isComplete) outcomes.push('undecided')
  return {
    outcome: outcomes.includes('unmet') ? 'unmet' : outcomes.includes('undecided') ? 'undecided' : 'met',
    properties,
    countProblems,
    isComplete,
  }
}

/** The full graph, inside the scenario's own constraints and depth; not less because of a limit of this run. */
export function exploresAll(scenario: Pick<Expectations, 'maxDepth'>, result: CheckResult): boolean {
  switch (result.completeness) {
    case 'full':
    case 'constraint':
      return true
    case 'depth':
      return scenario.maxDepth !== null && result.bounds.depth === scenario.maxDepth
    default:
      return false
  }
}

function judgeProperty(result: PropertyResult, expected: Expectation, isComplete: boolean): JudgedProperty {
  const judged = (outcome: JudgedProperty['outcome'], problem: string | null): JudgedProperty => ({
    result,
    expected,
    outcome,
    problem,
  })
  const isFinal = result.verdict === 'violated' || result.verdict === 'reachable'
  if (result.verdict === 'undecided' || (!isFinal && !isComplete)) {
    const found = result.reason === null ? 'and the run ended before an answer' : `undecided: ${result.reason}`
    return judged('undecided', `expected ${expectedText(expected)}, ${found}`)
  }
  if (result.verdict !== expected.verdict) {
    return judged('unmet', `expected ${expectedText(expected)}, found ${foundText(result)}`)
  }
  const pinned = 'length' in expected ? expected.length : undefined
  if (pinned !== undefined && result.trace !== null && result.trace.length !== pinned) {
    // A goal is told by the way with fewest faults, which need not be a shortest one.
    const story = expected.verdict === 'reachable' ? 'a way' : 'a shortest story'
    return judged('unmet', `expected ${story} of ${plural(pinned, 'state')}, found one of ${result.trace.length}`)
  }
  return judged('met', null)
}

function differences(scenario: Expectations, result: CheckResult): string[] {
  const { counts } = scenario
  // Those of states up to symmetry are pinned, and every state was explored.
  if (counts === null || result.states.symmetric?.length === 0) return []
  return (['distinct', 'generated', 'depth'] as const)
    .filter((name) => counts[name] !== undefined && counts[name] !== result.states[name])
    .map((name) => `expected ${name} = ${counts[name]}, found ${result.states[name]}`)
}

/** `violated in 9 states`. */
export function expectedText(expected: Expectation): string {
  const length = 'length' in expected && expected.length !== undefined ? ` in ${plural(expected.length, 'state')}` : ''
  return `${expected.verdict}${length}`
}

/** `violated (3 states, part "a")`. */
export function foundText(result: PropertyResult): string {
  const part = result.part === null ? '' : `, part "${result.part}"`
  return result.trace === null ? result.verdict : `${result.verdict} (${plural(result.trace.length, 'state')}${part})`
}
