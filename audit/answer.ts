/** Answers a plan by exploring the models: no verdict comes from a table. */

import type { CheckResult, PropertyResult } from '../checker/contract/result.ts'
import type { StopSignal } from '../runs/port/stop-signal.ts'
import type { AnySuite, SpecDefinition, Trace } from '../spec/language/index.ts'
import { rocketmqSuites } from '../spec/rocketmq/index.ts'
import type { FilePlan } from './file-plan.ts'
import type { AuditPlan } from './plan.ts'
import type { Question } from './question.ts'

/**
 * `undecided`: the exploration ended before it had seen every state, so nothing can be said. `not answered`: the audit was
 * interrupted before it came to the question.
 */
export type AuditVerdict = 'holds' | 'can be broken' | 'undecided' | 'not answered'

/** The shortest story that breaks a promise, with what is needed to tell it. */
export interface BreakingStory {
  readonly definition: SpecDefinition
  readonly property: string
  readonly part: string | null
  readonly kind: PropertyResult['kind']
  readonly trace: Trace
}

export interface Answer {
  readonly question: Question
  readonly verdict: AuditVerdict
  /** States in the graph that was searched. */
  readonly states: number
  readonly story: BreakingStory | null
  /** Whether another question here, with fewer faults or less freedom, has broken the promise already. */
  readonly isBrokenByLess: boolean
  /** The smallest change of settings that was checked and keeps the promise under the same faults; null = none was found. */
  readonly cheapestChange: string | null
  /** Whether every change that could help was checked, as far as it was needed. */
  readonly isAdviceWhole: boolean
}

export interface FileReport {
  readonly file: FilePlan
  readonly answers: readonly Answer[]
}

export interface AuditReport {
  readonly plan: AuditPlan
  readonly files: readonly FileReport[]
}

/** Bounds of each exploration; a bound that is left out is none. */
export interface AuditBounds {
  readonly maxStates?: number
  readonly memoryLimitBytes?: number
  readonly timeLimitSeconds?: number
}

export interface AuditWatch {
  /** Ends the audit. Questions that are answered by then stay answered. */
  readonly signal?: StopSignal
  /** Called before each exploration: its name, and how many were done. */
  readonly onProgress?: (name: string, explored: number) => void
}

/** Explores one model, here or elsewhere. It should end early with what it knows when the signal says so. */
export type Explore = (
  definition: SpecDefinition,
  bounds: AuditBounds,
  watch: Pick<AuditWatch, 'signal'>,
) => Promise<CheckResult>

const suites: readonly AnySuite[] = rocketmqSuites

/** Explores each configuration that is asked about once, however many questions share it. */
export async function answerAudit(
  plan: AuditPlan,
  explore: Explore,
  bounds: AuditBounds = {},
  watch: AuditWatch = {},
): Promise<AuditReport> {
  const explorations = new Explorations(plan, explore, bounds, watch)
  const files: FileReport[] = []
  for (const file of plan.files) {
    const answers: Answer[] = []
    for (const question of file.questions) {
      const brokenBefore = answers.filter(({ verdict }) => verdict === 'can be broken').map((each) => each.question)
      answers.push(await answerQuestion(question, explorations, brokenBefore))
    }
    files.push({ file, answers })
  }
  return { plan, files }
}

interface CheckedModel {
  readonly definition: SpecDefinition
  readonly result: CheckResult
}

/** What is explored so far, by configuration. */
class Explorations {
  readonly #known = new Map<string, CheckedModel>()
  /** Names of properties that are asked about, by configuration. */
  readonly #asked: ReadonlyMap<string, ReadonlySet<string>>
  readonly #explore: Explore
  readonly #bounds: AuditBounds
  readonly #watch: AuditWatch

  constructor(plan: AuditPlan, explore: Explore, bounds: AuditBounds, watch: AuditWatch) {
    this.#asked = propertiesAsked(plan.files.flatMap(({ questions }) => questions))
    this.#explore = explore
    this.#bounds = bounds
    this.#watch = watch
  }

  get isInterrupted(): boolean {
    return this.#watch.signal?.aborted === true
  }

  /** Null where the audit is to end, and this is not explored yet. */
  async of(suite: string, configuration: Question['configuration']): Promise<CheckedModel | null> {
    const key = keyOf(suite, configuration)
    const known = this.#known.get(key)
    if (known !== undefined) return known
    if (this.isInterrupted) return null
    const whole = suiteNamed(suite).build(configuration)
    // Properties that no question asks about would cost time, and so would the graph once the others are decided.
    const asked = this.#asked.get(key)
    const definition = { ...whole, properties: whole.properties.filter(({ name }) => asked?.has(name)) }
    this.#watch.onProgress?.(definition.name, this.#known.size)
    const { signal } = this.#watch
    const result = await this.#explore(definition, this.#bounds, signal === undefined ? {} : { signal })
    const explored = { definition, result }
    this.#known.set(key, explored)
    return explored
  }
}

function keyOf(suite: string, configuration: Question['configuration']): string {
  return `${suite} ${JSON.stringify(configuration)}`
}

function propertiesAsked(questions: readonly Question[]): ReadonlyMap<string, ReadonlySet<string>> {
  const asked = new Map<string, Set<string>>()
  for (const { suite, configuration, remedies, properties } of questions) {
    for (const each of [configuration, ...remedies.map((remedy) => remedy.configuration)]) {
      const key = keyOf(suite, each)
      asked.set(key, new Set([...(asked.get(key) ?? []), ...properties]))
    }
  }
  return asked
}

async function answerQuestion(
  question: Question,
  explorations: Explorations,
  broken: readonly Question[],
): Promise<Answer> {
  const unknown = { question, story: null, isBrokenByLess: false, cheapestChange: null, isAdviceWhole: true }
  const explored = await explorations.of(question.suite, question.configuration)
  if (explored === null) return { ...unknown, verdict: 'not answered', states: 0 }
  const { definition, result } = explored
  const verdict = verdictOn(question, result)
  const states = result.states.distinct
  if (verdict === 'undecided' && explorations.isInterrupted) return { ...unknown, verdict: 'not answered', states }
  if (verdict !== 'can be broken') return { ...unknown, verdict, states }
  const [violation] = result.properties
    .filter((property) => question.properties.includes(property.name) && property.trace !== null)
    .sort((left, right) => (left.trace?.length ?? 0) - (right.trace?.length ?? 0))
  return {
    question,
    verdict,
    states,
    story: violation?.trace ? { ...storyOf(violation), definition, trace: violation.trace } : null,
    isBrokenByLess: broken.some((other) => isLess(other, question)),
    ...(await cheapestChange(question, explorations)),
  }
}

function storyOf({ name, part, kind }: PropertyResult): Pick<BreakingStory, 'property' | 'part' | 'kind'> {
  return { property: name, part, kind }
}

function verdictOn(question: Question, result: CheckResult): 'holds' | 'can be broken' | 'undecided' {
  const asked = question.properties.map((name) => {
    const found = result.properties.find((property) => property.name === name)
    if (found === undefined) throw new Error(`"${question.suite}" has no property "${name}"`)
    return found
  })
  if (asked.some((property) => property.verdict === 'violated')) return 'can be broken'
  const isKept = result.completeness === 'full' && asked.every((property) => property.verdict === 'holds')
  return isKept ? 'holds' : 'undecided'
}

async function cheapestChange(
  question: Question,
  explorations: Explorations,
): Promise<Pick<Answer, 'cheapestChange' | 'isAdviceWhole'>> {
  for (const remedy of question.remedies) {
    const explored = await explorations.of(question.suite, remedy.configuration)
    if (explored === null) return { cheapestChange: null, isAdviceWhole: false }
    if (verdictOn(question, explored.result) === 'holds') return { cheapestChange: remedy.words, isAdviceWhole: true }
  }
  return { cheapestChange: null, isAdviceWhole: !explorations.isInterrupted }
}

type MayHappen = Pick<Question, 'promise' | 'budget' | 'freedom'>

/** Whether all that may happen in the one question may happen in the other too. */
export function isLess(question: MayHappen, than: MayHappen): boolean {
  if (question.promise !== than.promise || question.freedom > than.freedom) return false
  const kinds = new Set([...Object.keys(question.budget), ...Object.keys(than.budget)])
  return [...kinds].every((kind) => (question.budget[kind] ?? 0) <= (than.budget[kind] ?? 0))
}

function suiteNamed(name: string): AnySuite {
  const found = suites.find((each) => each.name === name)
  if (found === undefined) throw new Error(`no suite is named "${name}"`)
  return found
}
