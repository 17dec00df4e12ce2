/** The answers of a cluster, put together: one verdict for each promise under each fault, and each cause once. */
import { type Answer, type AuditReport, type AuditVerdict, type FileReport, isLess } from './answer.ts'
import type { ClusterPlan } from './cluster.ts'
import { nameOfFile } from './cluster.ts'
import type { Promised } from './question.ts'

/** One way in which promises break, and what it takes to stop it. */
export interface Cause {
  /** From 1, in the order of the answers. */
  readonly number: number
  /** The answer with the shortest story. */
  readonly told: Answer
  /** All answers that the story explains, by broker. */
  readonly answers: readonly AnswerAt[]
}

export interface AnswerAt {
  /** Name of the broker. */
  readonly at: string
  readonly answer: Answer
}

export interface Cell {
  readonly topic: string
  readonly promised: Promised
  readonly fault: string
  /** The worst of any broker of the cluster. */
  readonly verdict: AuditVerdict
  /** Brokers that the verdict is about; all that were asked about unless some are better off. */
  readonly at: readonly string[]
  readonly isEverywhere: boolean
  /** Number of the cause, where the promise can be broken. */
  readonly cause: number | null
}

export interface ClusterSummary {
  readonly cluster: ClusterPlan
  readonly cells: readonly Cell[]
  readonly causes: readonly Cause[]
}

export function summaries(report: AuditReport): readonly ClusterSummary[] {
  return report.plan.clusters.map((cluster) => {
    const answers = report.files
      .filter(({ file }) => cluster.files.includes(file))
      .flatMap(({ file, answers: own }: FileReport) =>
        own.map((answer) => ({ at: file.broker?.name ?? nameOfFile(file), answer })),
      )
    const causes = causesOf(answers)
    return { cluster, cells: cellsOf(answers, causes), causes }
  })
}

const fromWorst: readonly AuditVerdict[] = ['can be broken', 'not answered', 'undecided', 'holds']

function cellsOf(answers: readonly AnswerAt[], causes: readonly Cause[]): readonly Cell[] {
  const groups = new Map<string, AnswerAt[]>()
  for (const each of answers) {
    const { topic, promise, fault } = each.answer.question
    const key = JSON.stringify([topic, promise, fault])
    groups.set(key, [...(groups.get(key) ?? []), each])
  }
  const brokers = new Set(answers.map(({ at }) => at))
  return [...groups.values()].flatMap((group) => {
    const verdict = fromWorst.find((each) => group.some(({ answer }) => answer.verdict === each))
    const worst = group.filter(({ answer }) => answer.verdict === verdict)
    const [first] = worst
    if (verdict === undefined || first === undefined) return []
    const { topic, promise, short, fault } = first.answer.question
    const at = [...new Set(worst.map((each) => each.at))]
    const cause = causes.find((each) => each.answers.some(({ answer }) => answer === first.answer))?.number ?? null
    return [
      { topic, promised: { promise, short }, fault, verdict, at, isEverywhere: at.length === brokers.size, cause },
    ]
  })
}

function causesOf(answers: readonly AnswerAt[]): readonly Cause[] {
  const groups: AnswerAt[][] = []
  for (const each of answers) {
    if (each.answer.verdict !== 'can be broken') continue
    const known = groups.find((group) => group.some((other) => hasSameCause(other, each)))
    if (known === undefined) groups.push([each])
    else known.push(each)
  }
  return groups.map((group, index) => {
    const stories = group.filter(({ answer }) => !answer.isBrokenByLess && answer.story !== null)
    const told = stories.reduce(
      (best, each) => (lengthOf(each.answer) < lengthOf(best.answer) ? each : best),
      stories[0] ?? (group[0] as AnswerAt),
    )
    return { number: index + 1, told: told.answer, answers: group }
  })
}

function lengthOf({ story }: Answer): number {
  return story?.trace.length ?? Number.POSITIVE_INFINITY
}

/**
 * The same cause: less breaks the promise already; or, in the same model, one change of settings mends both, or one
 * story goes on where the other ends; or the stories differ only in the fault that strikes (a process crash takes what a
 * power cut takes too).
 */
function hasSameCause({ at, answer: known }: AnswerAt, { at: atFresh, answer: fresh }: AnswerAt): boolean {
  if (fresh.isBrokenByLess) return at === atFresh && !known.isBrokenByLess && isLess(known.question, fresh.question)
  if (known.isBrokenByLess || known.cheapestChange !== fresh.cheapestChange) return false
  if (known.question.promise === fresh.question.promise) return String(shapeOf(known)) === String(shapeOf(fresh))
  if (modelOf(known) !== modelOf(fresh)) return false
  return (
    known.cheapestChange !== null ||
    isWithin(shapeOf(known), shapeOf(fresh)) ||
    isWithin(shapeOf(fresh), shapeOf(known))
  )
}

function modelOf({ question: { suite, configuration } }: Answer): string {
  return `${suite} ${JSON.stringify(configuration)}`
}

/** The actions of a story, each fault as `fault`. */
function shapeOf({ story }: Answer): readonly (string | null)[] {
  if (story === null) return []
  const faults = new Set(story.definition.actions.filter(({ isFault }) => isFault).map(({ name }) => name))
  return story.trace.steps.map(({ action }) => (action !== null && faults.has(action) ? 'fault' : action))
}

/** Whether all steps of the one story are taken in the other too, in their order. */
function isWithin(short: readonly (string | null)[], long: readonly (string | null)[]): boolean {
  let found = 0
  for (const action of long) if (action === short[found]) found++
  return found === short.length
}
