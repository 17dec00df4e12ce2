/** `ackproof merge`: the reports of all shards in, the report and the exit code of the one run out. */
import pc from 'picocolors'
import { readShardReport } from '../node/read-report.ts'
import { UsageError } from '../node/usage-error.ts'
import { requireOtherFile } from '../node/write-files.ts'
import type { CheckData } from '../reporters/json/check-report.ts'
import type { FaultData } from '../reporters/json/fault-report.ts'
import { MergeError, mergeShards } from '../reporters/json/merge-shards.ts'
import { mergedText } from '../reporters/text/merged-text.ts'
import type { Output } from './output.ts'
import { Printer } from './printer.ts'
import { reportingFailure, reportLines, writeReports } from './report-file.ts'
import { hasTextOnStdout, type Reports } from './reports.ts'

export interface MergeSettings {
  /** Reports of shards, in any order. */
  readonly paths: readonly string[]
  readonly reports: Reports
  /** Only what is not as expected. */
  readonly isQuiet: boolean
}

/** Returns the exit code that the one run would have had. */
export async function merge({ paths, reports, isQuiet }: MergeSettings, output: Output): Promise<number> {
  for (const { path } of reports.files) requireOtherFile(path, 'the merged report', paths)
  const kind = paths.some(isOfFaults) ? 'faults' : 'check'
  return reportingFailure({ reports, kind, inputs: [] }, async () => {
    const merged = mergedOf(paths)
    const { colors, width, program } = output
    const options = { colors, width, program, isQuiet, hasStatistics: false }
    const printer = new Printer(output, !hasTextOnStdout(reports), isQuiet)
    printer.print(mergedText(merged, options))
    const plain = { ...options, colors: pc.createColors(false) }
    writeReports(reports, { data: merged, text: () => `${mergedText(merged, plain).join('\n')}\n` })
    printer.print(reportLines(reports))
    return merged.exitCode
  })
}

/** Of a search for faults, as far as the file can be read. */
function isOfFaults(path: string): boolean {
  try {
    return readShardReport(path).report.kind === 'faults'
  } catch {
    return false
  }
}

function mergedOf(paths: readonly string[]): CheckData | FaultData {
  try {
    return mergeShards(paths.map(readShardReport))
  } catch (error) {
    if (error instanceof MergeError) throw new UsageError(error.message, { cause: error })
    throw error
  }
}
