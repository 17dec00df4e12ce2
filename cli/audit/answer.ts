/** Answers a plan by checking the models: no verdict comes from a table. */
import type { CheckResult, PropertyResult } from '../../checker/result.ts'
import type { AnySuite, SpecDefinition, Trace } from '../../spec/language/index.ts'
import { rocketmqSuites } from '../../spec/rocketmq/index.ts'
import type { AuditPlan, FilePlan } from './plan.ts'
import type { Question } from './question.ts'

/** `undecided`: the check ended before it had seen every state, so nothing can be said. */
export type AuditVerdict = 'holds' | 'can be broken' | 'undecided'

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
  /** The smallest change of settings that was checked and keeps the promise under the same faults; null = none does. */
  readonly cheapestChange: string | null
}

export interface FileReport {
  readonly file: FilePlan
  readonly answers: readonly Answer[]
}

export interface AuditReport {
  readonly plan: AuditPlan
  readonly files: readonly FileReport[]
}

export type Check = (definition: SpecDefinition) => CheckResult

const suites: readonly AnySuite[] = rocketmqSuites

/** Checks each configuration that is asked about once, however many questions share it. */
export function answerAudit(plan: AuditPlan, check: Check): AuditReport {
  const checked = new Map<string, Checked>()
  const asked = new Set(plan.files.flatMap(({ questions }) => questions.flatMap(({ properties }) => properties)))
  const checkOnce = (suite: string, configuration: Question['configuration']): Checked => {
    const key = `${suite} ${JSON.stringify(configuration)}`
    const known = checked.get(key)
    if (known !== undefined) return known
    const whole = suiteNamed(suite).build(configuration)
    // What nobody asks about, progress for one, would only cost time.
    const definition = { ...whole, properties: whole.properties.filter(({ name }) => asked.has(name)) }
    const fresh = { definition, result: check(definition) }
    checked.set(key, fresh)
    return fresh
  }
  return {
    plan,
    files: plan.files.map((file) => {
      const broken: Question[] = []
      const answers = file.questions.map((question) => {
        const answer = answerQuestion(question, checkOnce, broken)
        if (answer.verdict === 'can be broken') broken.push(question)
        return answer
      })
      return { file, answers }
    }),
  }
}

interface Checked {
  readonly definition: SpecDefinition
  readonly result: CheckResult
}

type CheckOnce = (suite: string, configuration: Question['configuration']) => Checked

function answerQuestion(question: Question, checkOnce: CheckOnce, broken: readonly Question[]): Answer {
  const { definition, result } = checkOnce(question.suite, question.configuration)
  const verdict = verdictOn(question, result)
  const violation = result.properties
    .filter((property) => question.properties.includes(property.name) && property.trace !== null)
    .sort((left, right) => (left.trace?.length ?? 0) - (right.trace?.length ?? 0))[0]
  const isBroken = verdict === 'can be broken'
  return {
    question,
    verdict,
    states: result.states.distinct,
    story: isBroken && violation?.trace ? { ...storyOf(violation), definition, trace: violation.trace } : null,
    isBrokenByLess: isBroken && broken.some((other) => isLess(other, question)),
    cheapestChange: isBroken ? cheapestChange(question, checkOnce) : null,
  }
}

function storyOf({ name, part, kind }: PropertyResult): Pick<BreakingStory, 'property' | 'part' | 'kind'> {
  return { property: name, part, kind }
}

function verdictOn(question: Question, result: CheckResult): AuditVerdict {
  const asked = question.properties.map((name) => {
    const found = result.properties.find((property) => property.name === name)
    if (found === undefined) throw new Error(`"${question.suite}" has no property "${name}"`)
    return found
  })
  if (asked.some((property) => property.verdict === 'violated')) return 'can be broken'
  const isKept = result.completeness === 'full' && asked.every((property) => property.verdict === 'holds')
  return isKept ? 'holds' : 'undecided'
}

function cheapestChange(question: Question, checkOnce: CheckOnce): string | null {
  const keeps = question.remedies.find(
    (remedy) => verdictOn(question, checkOnce(question.suite, remedy.configuration).result) === 'holds',
  )
  return keeps?.words ?? null
}

/** Whether whatever may happen in the one question may happen in the other too. */
function isLess(question: Question, than: Question): boolean {
  if (question.promise !== than.promise || question.freedom > than.freedom) return false
  return Object.keys(than.budget).every((kind) => (question.budget[kind] ?? 0) <= (than.budget[kind] ?? 0))
}

function suiteNamed(name: string): AnySuite {
  const found = suites.find((each) => each.name === name)
  if (found === undefined) throw new Error(`no suite is named "${name}"`)
  return found
}
