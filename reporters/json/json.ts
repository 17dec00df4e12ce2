/** The machine-readable report: plain data that `JSON.stringify` takes. Sets and bags are arrays in it. */
import type { AuditData } from '../../audit/index.ts'
import type { Report } from '../../runs/report.ts'
import { type CheckData, checkData } from './check-report.ts'
import { type FaultData, faultData } from './fault-report.ts'
import { type MutationData, mutationData } from './mutation-report.ts'
import { asItIs, relativeTo } from './relative-location.ts'

/** What a report file holds, by the `kind` that it names. */
export type ReportData = CheckData | FaultData | MutationData | AuditData

/**
 * `root`: the whole path of a folder; locations inside it are relative to it. Without one they are whole paths.
 */
export function jsonOf(report: Report, root: string | null = null): CheckData | FaultData | MutationData {
  const at = root === null ? asItIs : relativeTo(root)
  switch (report.kind) {
    case 'check':
      return checkData(report, at)
    case 'faults':
      return faultData(report, at)
    case 'mutation':
      return mutationData(report, at)
  }
}
