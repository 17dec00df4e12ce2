/** The report of an audit that came to no answer. Apart from the answers, so that other commands need not load them. */
import type { EndedRun } from '../runs/session/ended-run.ts'
import type { AuditData } from './report.ts'

/** An audit that could not even begin. */
export function auditFailure(ended: EndedRun): AuditData {
  return {
    ...headOfAudit(ended, false),
    rocketmq: null,
    rocketmqReason: null,
    clusters: [],
    files: [],
    leftOut: [],
    requirements: [],
  }
}

/** What it shares with the report of any other command. */
export function headOfAudit(
  { exitCode, interrupted, seconds, error }: EndedRun,
  isAnswered: boolean,
): Pick<AuditData, 'version' | 'kind' | 'ok' | keyof EndedRun> {
  return { version: 1, kind: 'audit', ok: isAnswered && interrupted === null, exitCode, interrupted, seconds, error }
}
