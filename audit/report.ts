/** An audit as plain data, for `--json`: the same answers as the text, with the whole trace of each story. */
import { tell } from '../counterexamples/index.ts'
import type { EndedRun } from '../runs/session/ended-run.ts'
import type { Trace } from '../spec/language/index.ts'
import type { Answer, AuditReport, AuditVerdict, BreakingStory } from './answer.ts'
import { headOfAudit } from './audit-failure.ts'
import { nameOfFile } from './cluster.ts'
import type { FilePlan, NotModelled } from './file-plan.ts'
import { type JudgedRequirement, type RequirementData, requirementData } from './requirements.ts'
import { type ClusterSummary, summaries } from './summary.ts'

/** It begins as the report of any other command. */
export interface AuditData extends EndedRun {
  readonly version: 1
  readonly kind: 'audit'
  /** Whether all that is required is kept; where nothing is, whether every question is answered, well or badly. */
  readonly ok: boolean
  /** The version of RocketMQ, as it was given or found out; null where nothing was audited. */
  readonly rocketmq: string | null
  /** Why it is this version, where the spelling of a key tells. */
  readonly rocketmqReason: string | null
  readonly clusters: readonly ClusterData[]
  readonly files: readonly (Omit<FilePlan, 'questions'> & { readonly answers: readonly AnswerData[] })[]
  readonly leftOut: readonly string[]
  /** What was required of the brokers, and whether they keep it. */
  readonly requirements: readonly RequirementData[]
}

/** One answer for the brokers of a cluster. */
export interface ClusterData {
  readonly name: string | null
  readonly files: readonly string[]
  readonly members: readonly string[]
  readonly warnings: readonly string[]
  readonly notModelledYet: readonly NotModelled[]
  readonly verdicts: readonly {
    readonly promise: string
    readonly fault: string
    /** The worst of any broker. */
    readonly verdict: AuditVerdict
    /** Brokers that it is about. */
    readonly at: readonly string[]
    /** Number of the cause. */
    readonly cause: number | null
  }[]
  readonly causes: readonly {
    readonly number: number
    readonly promises: readonly string[]
    readonly fault: string
    readonly cheapestChange: string | null
    readonly sentences: readonly string[]
  }[]
}

export interface AnswerData {
  readonly promise: string
  readonly fault: string
  readonly verdict: AuditVerdict
  readonly suite: string
  readonly configuration: Readonly<Record<string, unknown>>
  readonly properties: readonly string[]
  /** States in the graph that was searched. */
  readonly states: number
  readonly isBrokenByLess: boolean
  readonly cheapestChange: string | null
  readonly isAdviceWhole: boolean
  readonly story: {
    readonly property: string
    readonly part: string | null
    /** One sentence a step, the initial state left out. */
    readonly sentences: readonly string[]
    readonly trace: Trace
  } | null
}

/** `ended` says how the run went; where a signal ended it, some questions are `not answered`. */
export function auditData(
  report: AuditReport,
  ended: EndedRun,
  requirements: readonly JudgedRequirement[] = [],
): AuditData {
  const answers = report.files.flatMap((file) => file.answers)
  return {
    ...headOfAudit(
      ended,
      requirements.length > 0
        ? requirements.every(({ outcome }) => outcome === 'kept')
        : answers.every(({ verdict }) => verdict === 'holds' || verdict === 'can be broken'),
    ),
    rocketmq: report.plan.version.name,
    rocketmqReason: report.plan.versionReason,
    clusters: summaries(report).map(clusterData),
    files: report.files.map(({ file: { questions: _questions, ...file }, answers: own }) => ({
      ...file,
      answers: own.map(answerData),
    })),
    leftOut: report.plan.leftOut,
    requirements: requirements.map(requirementData),
  }
}

function clusterData({ cluster, cells, causes }: ClusterSummary): ClusterData {
  return {
    name: cluster.name,
    files: cluster.files.map(nameOfFile),
    members: cluster.members,
    warnings: cluster.warnings,
    notModelledYet: cluster.notModelledYet,
    verdicts: cells.map(({ promised, fault, verdict, at, cause }) => ({
      promise: promised.promise,
      fault,
      verdict,
      at,
      cause,
    })),
    causes: causes.map(({ number, told, answers }) => ({
      number,
      promises: [...new Set(answers.map(({ answer }) => answer.question.promise))],
      fault: told.question.fault,
      cheapestChange: told.cheapestChange,
      sentences: told.story === null ? [] : sentencesOf(told.story),
    })),
  }
}

function answerData({ question, story, ...answer }: Answer): AnswerData {
  const { promise, fault, suite, configuration, properties } = question
  return {
    promise,
    fault,
    suite,
    configuration,
    properties,
    ...answer,
    story:
      story === null
        ? null
        : { property: story.property, part: story.part, sentences: sentencesOf(story), trace: story.trace },
  }
}

function sentencesOf(story: BreakingStory): readonly string[] {
  return tell(story.definition, story)
    .steps.slice(1)
    .map((step) => step.sentence)
}
