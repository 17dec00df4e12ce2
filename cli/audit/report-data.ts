/** An audit as plain data, for `--json`: the same answers as the text, with the whole trace of each story. */
import { tell } from '../../counterexamples/index.ts'
import type { Trace } from '../../spec/language/index.ts'
import type { Answer, AuditReport, AuditVerdict } from './answer.ts'
import type { FilePlan } from './plan.ts'
import type { RocketmqVersion } from './settings.ts'

export interface AuditData {
  readonly version: 1
  readonly rocketmq: RocketmqVersion
  readonly files: readonly (Omit<FilePlan, 'questions'> & { readonly answers: readonly AnswerData[] })[]
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
  readonly story: {
    readonly property: string
    readonly part: string | null
    /** One sentence a step, the initial state left out. */
    readonly sentences: readonly string[]
    readonly trace: Trace
  } | null
}

export function auditData(report: AuditReport): AuditData {
  return {
    version: 1,
    rocketmq: report.plan.version,
    files: report.files.map(({ file: { questions: _questions, ...file }, answers }) => ({
      ...file,
      answers: answers.map(answerData),
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
    story: story === null ? null : storyData(story),
  }
}

function storyData(story: NonNullable<Answer['story']>): NonNullable<AnswerData['story']> {
  const { property, part, trace } = story
  const sentences = tell(story.definition, story)
    .steps.slice(1)
    .map((step) => step.sentence)
  return { property, part, sentences, trace }
}
