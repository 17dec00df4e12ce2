/** `ackproof audit`: real configuration files in, a verdict for each promise under each fault out. */

import { plural } from '../counterexamples/wording.ts'
import { defaultMemoryLimitBytes } from '../node/memory-limit.ts'
import { UsageError } from '../node/usage-error.ts'
import { prepareReportFile, writeReport } from '../node/write-files.ts'
import { checkDefinition } from '../runs/engine/check-definition.ts'
import { ExitCode } from '../runs/session/exit-code.ts'
import {
  answerAudit,
  auditData,
  auditText,
  isAuditError,
  planAudit,
  type RocketmqVersion,
  readConfigFiles,
} from './audit/audit.ts'
import type { Output } from './output.ts'
import { StatusLine } from './status-line.ts'

export interface AuditSettings {
  readonly paths: readonly string[]
  readonly version: RocketmqVersion
  /** Where the JSON report goes; `-` = stdout, null = nowhere. */
  readonly reportFile: string | null
}

/** An audit expects nothing, so a promise that can be broken is an answer (0); only an open question is not (3). */
export function audit({ paths, version, reportFile }: AuditSettings, output: Output): number {
  const files = readConfigFiles(paths)
  if (isAuditError(files)) throw new UsageError(files.message)
  const plan = planAudit(files, version)
  if (isAuditError(plan)) throw new UsageError(plan.message)
  if (reportFile !== null) prepareReportFile(reportFile, paths)
  const memoryLimitBytes = defaultMemoryLimitBytes()
  const status = new StatusLine(process.stderr, performance.now())
  let checked = 0
  const report = answerAudit(plan, (definition) => {
    status.say(() => `audit: ${plural(checked, 'configuration')} checked, now ${definition.name}`, performance.now())
    checked++
    return checkDefinition(definition, { memoryLimitBytes })
  })
  status.clear()
  if (reportFile !== '-') output.line(auditText(report, { color: output.colors.isColorSupported }).trimEnd())
  if (reportFile !== null) writeReport(reportFile, auditData(report))
  const isOpen = report.files.some(({ answers }) => answers.some(({ verdict }) => verdict === 'undecided'))
  return isOpen ? ExitCode.Limit : ExitCode.Met
}
