/** A report is always written, so that yesterday's is not taken for today's. */
import { UsageError } from '../node/usage-error.ts'
import { writeReport } from '../node/write-files.ts'
import { jsonOf } from '../reporters/json/json.ts'
import { messageOf } from '../runs/port/failure.ts'
import { failedRun } from '../runs/report.ts'
import { ExitCode, exitCodeOf } from '../runs/session/exit-code.ts'
import { Interrupted } from './interrupted.ts'

/** Runs `body`; where it throws, the report says so before the error goes on. `path` is null where none is wanted. */
export async function reportingFailure<T>(path: string | null, body: () => Promise<T>): Promise<T> {
  try {
    return await body()
  } catch (error) {
    if (error instanceof Interrupted) {
      const report = {
        ...failedRun({ message: error.message, location: null }, exitCodeOf([], error.signal)),
        interrupted: error.signal,
      }
      if (path !== null) writeReport(path, jsonOf(report))
    } else if (path !== null) {
      const isUsage = error instanceof UsageError
      const location = isUsage ? error.location : null
      const report = failedRun({ message: messageOf(error), location }, isUsage ? ExitCode.Usage : ExitCode.SpecError)
      writeReport(path, jsonOf(report))
    }
    throw error
  }
}
