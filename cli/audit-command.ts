/** `ackproof audit`: real configuration files in, a verdict for each promise under each fault out. */
import { check } from '../checker/index.ts'
import {
  answerAudit,
  auditText,
  isAuditError,
  planAudit,
  type RocketmqVersion,
  readConfigFiles,
} from './audit/audit.ts'
import { ExitCode } from './exit-code.ts'
import { defaultMemoryLimitBytes } from './memory-limit.ts'
import type { Output } from './output.ts'
import { UsageError } from './usage-error.ts'

/** An audit expects nothing, so a promise that can be broken is an answer (0); only an open question is not (3). */
export function audit(paths: readonly string[], version: RocketmqVersion, output: Output): number {
  const files = readConfigFiles(paths)
  if (isAuditError(files)) throw new UsageError(files.message)
  const plan = planAudit(files, version)
  if (isAuditError(plan)) throw new UsageError(plan.message)
  const memoryLimitBytes = defaultMemoryLimitBytes()
  const report = answerAudit(plan, (definition) => check(definition, { memoryLimitBytes }))
  output.line(auditText(report, { color: output.colors.isColorSupported }).trimEnd())
  const isOpen = report.files.some(({ answers }) => answers.some(({ verdict }) => verdict === 'undecided'))
  return isOpen ? ExitCode.Limit : ExitCode.Met
}
