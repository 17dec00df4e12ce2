/** What the user's compiler says of the specifications, told after the verdicts and put into the report. */
import type { SelectedSpec } from '../node/select-specs.ts'
import { checkTypes, type TypeCheck } from '../node/types/check-types.ts'
import { typeErrorLines } from '../reporters/text/type-errors.ts'
import type { EndedRun } from '../runs/session/ended-run.ts'
import { exitCodeOf } from '../runs/session/exit-code.ts'
import { withTypeErrors } from '../runs/session/with-type-errors.ts'
import type { Output } from './output.ts'
import type { Printer } from './printer.ts'
import type { Running } from './running.ts'

/** Starts the compiler beside what is to come; null where there is nothing to compile. */
export function startTypeCheck(specs: readonly SelectedSpec[]): TypeCheck | null {
  const files = specs.flatMap((each) => (each.kind === 'file' ? [each.path] : []))
  return files.length === 0 ? null : checkTypes(files)
}

/** Waits for the compiler, prints what it says, and adds that to the report. A signal ends the wait. */
export async function withTypes<Report extends EndedRun>(
  report: Report,
  checking: TypeCheck | null,
  { status, endedBy }: Running,
  printer: Printer,
  { colors }: Output,
): Promise<Report> {
  if (checking === null) return report
  if (report.interrupted !== null) checking.stop()
  status?.say(() => 'waiting for the compiler (--no-types leaves it out)', performance.now())
  const checked = await checking.ended
  status?.clear()
  const signal = endedBy()
  if (checked === null || signal !== null) {
    return signal === null ? report : { ...report, interrupted: signal, exitCode: exitCodeOf([], signal) }
  }
  printer.printTotals(typeErrorLines(checked.errors, process.cwd(), colors))
  for (const note of checked.notes) printer.note(note)
  return withTypeErrors(report, checked.errors)
}
