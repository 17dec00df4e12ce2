/**
 * What an operator requires of brokers: `kept: 1 power cut`, a promise and faults in the words of the table. Each is
 * judged by the answers of an audit, or by those to a harder question that holds, or an easier one that is broken.
 */
import { suggest } from '../spec/language/suggest.ts'
import { type Answer, type AuditReport, type FileReport, isLess } from './answer.ts'
import { type AuditError, auditError } from './audit-error.ts'
import { nameOfFile } from './cluster.ts'
import { controllerMessages } from './controller-questions.ts'
import { dledgerMessages } from './dledger-questions.ts'
import type { FilePlan } from './file-plan.ts'
import type { Circumstances, Promised, Topic } from './question.ts'
import { replicas } from './replication-questions.ts'
import { messages } from './store-questions.ts'
import { transactions } from './transaction-questions.ts'

export interface Requirement extends Promised, Circumstances {
  /** As it was given. */
  readonly text: string
}

export interface JudgedRequirement {
  readonly requirement: Requirement
  /** The worst of any broker: broken before undecided before kept. */
  readonly outcome: RequirementOutcome
  /** One for each file of a broker that producers write to, or might. */
  readonly files: readonly RequirementAt[]
}

export type RequirementOutcome = 'kept' | 'broken' | 'undecided'

export interface RequirementAt {
  readonly file: FilePlan
  readonly outcome: RequirementOutcome
  /** The answer that decides: to the very question, a harder one or an easier one; null where none does. */
  readonly decidedBy: Answer | null
  /** Why it is undecided, as a phrase; null where it is not. */
  readonly reason: string | null
}

const topics: readonly Topic[] = [messages, replicas, controllerMessages, dledgerMessages, transactions]

/** Reads `PROMISE: FAULTS`. What the tables have no column or no row for is an error that says what they have. */
export function readRequirement(text: string): Requirement | AuditError {
  const { promise: wanted, fault: faults } = /^(?<promise>[^:]+):(?<fault>.+)$/su.exec(text)?.groups ?? {}
  if (wanted === undefined || faults === undefined) {
    return auditError(`cannot require "${text}"; expected 'PROMISE: FAULTS', as in 'kept: 1 power cut'`)
  }
  const all = topics.flatMap(({ promises, rows }) => promises.map((promised) => ({ promised, rows })))
  const found = all.find(({ promised: { short, promise } }) => [short, promise].some((name) => isSame(name, wanted)))
  if (found === undefined) {
    const names = unique(all.map(({ promised: { short } }) => short))
    return auditError(`cannot require "${text}": no table has the promise "${wanted.trim()}"${nearest(wanted, names)}`)
  }
  const { promised } = found
  const rows = all.flatMap((each) => (each.promised.promise === promised.promise ? each.rows : []))
  const row = rows.find(({ fault }) => sortedParts(fault) === sortedParts(faults))
  if (row === undefined) {
    const names = unique(rows.map(({ fault }) => fault))
    return auditError(
      `cannot require "${text}": "${promised.short}" is not asked under "${faults.trim()}"${nearest(faults, names)}`,
    )
  }
  return { text, ...promised, ...row }
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)]
}

/** `; did you mean "kept"? There are: "kept", …`. */
function nearest(name: string, known: readonly string[]): string {
  const hint = suggest(name.trim(), known)
  const list = known.map((each) => `"${each}"`).join(', ')
  return hint.includes('did you mean') ? `${hint} There are: ${list}` : `; there are: ${list}`
}

function isSame(one: string, other: string): boolean {
  return normal(one) === normal(other)
}

function normal(text: string): string {
  return text.trim().replace(/\s+/gu, ' ').toLowerCase()
}

/** Faults may be named in any order. */
function sortedParts(faults: string): string {
  return faults.split(',').map(normal).sort().join(', ')
}

/** Judges each requirement by the answers of every broker that it can be asked of. */
export function judgeRequirements(
  requirements: readonly Requirement[],
  { files }: AuditReport,
): readonly JudgedRequirement[] {
  return requirements.map((requirement) => {
    const judged = files.filter(({ file }) => isAskedOf(file)).map((each) => judgedAt(requirement, each))
    const has = (outcome: RequirementOutcome): boolean => judged.some((each) => each.outcome === outcome)
    const isOpen = has('undecided') || judged.length === 0
    return { requirement, outcome: has('broken') ? 'broken' : isOpen ? 'undecided' : 'kept', files: judged }
  })
}

/** Producers never write to a slave, and other files store nothing. */
function isAskedOf({ broker }: FilePlan): boolean {
  return broker !== null && broker.part !== 'slave'
}

function judgedAt(requirement: Requirement, { file, answers }: FileReport): RequirementAt {
  const ofPromise = answers.filter(({ question }) => question.promise === requirement.promise)
  const exact = ofPromise.find(({ question }) => question.fault === requirement.fault)
  const candidates = exact === undefined ? ofPromise : [exact, ...ofPromise.filter((each) => each !== exact)]
  const broken = candidates.find((each) => each.verdict === 'can be broken' && isLess(each.question, requirement))
  if (broken !== undefined) return { file, outcome: 'broken', decidedBy: broken, reason: null }
  const holds = candidates.find((each) => each.verdict === 'holds' && isLess(requirement, each.question))
  if (holds !== undefined) return { file, outcome: 'kept', decidedBy: holds, reason: null }
  return { file, outcome: 'undecided', decidedBy: null, reason: whyOpen(exact, file) }
}

function whyOpen(exact: Answer | undefined, { notModelledYet }: FilePlan): string {
  if (exact !== undefined) {
    return exact.verdict === 'not answered'
      ? 'the audit was ended before it came to that'
      : 'a limit came before an answer'
  }
  const [first] = notModelledYet
  return first === undefined ? 'not asked of this broker' : `not modelled yet: ${first.why}`
}

/** A requirement as plain data, for the report. */
export interface RequirementData {
  readonly requirement: string
  readonly promise: string
  readonly fault: string
  readonly outcome: RequirementOutcome
  readonly files: readonly {
    readonly file: string
    readonly outcome: RequirementOutcome
    /** Under which faults the answer was found that decides; null where none does. */
    readonly decidedBy: string | null
    readonly reason: string | null
  }[]
}

export function requirementData({ requirement, outcome, files }: JudgedRequirement): RequirementData {
  const { text, promise, fault } = requirement
  return {
    requirement: text,
    promise,
    fault,
    outcome,
    files: files.map((each) => ({
      file: nameOfFile(each.file),
      outcome: each.outcome,
      decidedBy: each.decidedBy?.question.fault ?? null,
      reason: each.reason,
    })),
  }
}
