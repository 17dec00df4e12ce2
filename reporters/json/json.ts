/** The machine-readable report: plain data that `JSON.stringify` takes. Sets and bags are arrays in it. */
import type { Report } from '../../runs/report.ts'
import { checkData } from './check-report.ts'
import { faultData } from './fault-report.ts'
import { mutationData } from './mutation-report.ts'

export function jsonOf(report: Report): object {
  switch (report.kind) {
    case 'check':
      return checkData(report)
    case 'faults':
      return faultData(report)
    case 'mutation':
      return mutationData(report)
  }
}
