/** Answers to some questions about a file, from the real models. */
import { type Answer, type AuditReport, type AuditWatch, answerAudit, type Explore } from '../answer.ts'
import { isAuditError } from '../audit-error.ts'
import type { ConfigFile } from '../config-file.ts'
import { exploreHere } from '../explore-here.ts'
import { type AuditPlan, planAudit } from '../plan.ts'
import type { Question } from '../question.ts'
import { version as versionOf } from '../versions.ts'

/** The plan for files, with those of its questions that are wanted. */
export function planOf(
  files: readonly ConfigFile[],
  version: string | null,
  isWanted: (question: Question) => boolean,
): AuditPlan {
  const plan = planAudit(files, version === null ? null : versionOf(version))
  if (isAuditError(plan)) throw new Error(plan.message)
  const fewer = plan.files.map((each) => ({ ...each, questions: each.questions.filter(isWanted) }))
  const clusters = plan.clusters.map((cluster) => ({
    ...cluster,
    files: cluster.files.flatMap((each) => fewer[plan.files.indexOf(each)] ?? []),
  }))
  return { ...plan, files: fewer, clusters }
}

export function report(
  files: readonly ConfigFile[],
  isWanted: (question: Question) => boolean,
  {
    version = '5.3',
    explore = exploreHere,
    watch = {},
  }: { version?: string; explore?: Explore; watch?: AuditWatch } = {},
): Promise<AuditReport> {
  return answerAudit(planOf(files, version, isWanted), explore, {}, watch)
}

/** The answer to one question. */
export async function answer(file: ConfigFile, promise: string, fault: string, version = '5.3'): Promise<Answer> {
  const { files } = await report([file], (each) => each.promise === promise && each.fault === fault, { version })
  const [found] = files.flatMap(({ answers }) => answers)
  if (found === undefined) throw new Error(`nobody asks about "${promise}" under ${fault}`)
  return found
}
