/** `checkSuite`: an exhaustive check from a program. */
import { createChecker } from '../../runs/checker.ts'
import {
  type CheckSuiteOptions,
  checkSuiteOptionNames,
  limitsOf,
  requireKnownOptions,
  requireWholeSuites,
} from './check-options.ts'
import { type CheckSource, chosenScenarios, openSource, withChosenProperties } from './open-source.ts'
import { type Report, reportOf } from './report.ts'

/**
 * Checks the scenarios of a file, of a suite, or a bare specification (its promises hold, its goals are reachable).
 *
 * A file (`new URL('./lock.ack.ts', import.meta.url)`) is loaded and explored in a thread of its own: one that hangs is
 * ended, and said so. Loading a file runs it. What is in memory is explored in this thread, which is given back every
 * few milliseconds; a function of its own that never returns is the caller's to end.
 *
 * Rejects with `UsageError` where there is nothing to check: no such file, a file without suites or that cannot be
 * loaded, no such scenario. A mistake of the specification's while it is explored is in the report.
 *
 * @example
 * const report = await checkSuite(new URL('./lock.ack.ts', import.meta.url), { timeLimitSeconds: 60 })
 * expectMet(report)
 */
export async function checkSuite(source: CheckSource, options: CheckSuiteOptions = {}): Promise<Report> {
  requireKnownOptions(options, checkSuiteOptionNames)
  const { signal, onProgress, strict: isStrict = false } = options
  const limits = limitsOf(options)
  requireWholeSuites(options)
  const { engine, suites } = await openSource(source, limits, isStrict)
  try {
    const scenarios = withChosenProperties(chosenScenarios(suites, options.scenarios), options.properties)
    const session = createChecker(engine).check({ scenarios, limits, isStrict })
    const stop = (): void => session.stop()
    signal?.addEventListener('abort', stop)
    if (signal?.aborted === true) stop()
    try {
      for await (const event of session) {
        if (event.kind !== 'progress') continue
        const { planned, index, total, counters } = event
        const { isExplored: _, ...counts } = counters
        onProgress?.({ suite: planned.suite.name, scenario: planned.scenario.name, index, total, ...counts })
      }
      return reportOf(await session.report)
    } finally {
      signal?.removeEventListener('abort', stop)
      stop()
    }
  } finally {
    await engine.close()
  }
}
