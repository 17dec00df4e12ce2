/** `testSuite`: the scenarios of a specification as tests of vitest. */
import { basename } from 'node:path'
import { afterAll, describe, type TestContext, test } from 'vitest'
import { InThisThread } from '../../runs/engine/in-this-thread.ts'
import type { RunLimits } from '../../runs/port/limits.ts'
import type { PlannedScenario } from '../../runs/port/plan.ts'
import { type CallSite, captureCallSite } from '../../spec/language/call-site.ts'
import { limitsOf, requireKnownOptions, requireWholeSuites, testSuiteOptionNames } from '../library/check-options.ts'
import { type CheckSource, chosenScenarios, openSource, plannedInMemory, suiteIn } from '../library/open-source.ts'
import { readSource } from '../read-source.ts'
import { UsageError } from '../usage-error.ts'
import { Explorations } from './explorations.ts'
import { pictureFolder } from './picture.ts'
import { findingsTest, placed, type Setting, testsOf } from './scenario-tests.ts'
import { type TestSuiteOptions, testTimeoutMs, usualLimitSeconds } from './test-options.ts'

/**
 * Makes the tests of a file, a suite or a bare specification, where a `describe` may stand: one `describe` for each suite
 * and scenario, one test for each promise and goal, and one for pinned counts. A scenario is explored once, when the first
 * of its tests runs.
 *
 * A file (`new URL('./lock.ack.ts', import.meta.url)`) is loaded and explored in a thread of its own: one that hangs is
 * ended, and said so. One that cannot be loaded is one test that fails. A suite in memory is explored in the thread of the
 * tests, in slices, so that timers go on; a function of its own that never returns is the test runner's to end.
 *
 * Throws `UsageError` or `SpecError` where a suite in memory, or an option, makes no sense.
 *
 * @example
 * testSuite(new URL('./lock.ack.ts', import.meta.url))
 */
export function testSuite(source: CheckSource, options: TestSuiteOptions = {}): void {
  requireKnownOptions(options, testSuiteOptionNames)
  const timeLimitSeconds = options.timeLimitSeconds ?? usualLimitSeconds
  const limits = limitsOf({ ...options, timeLimitSeconds })
  requireWholeSuites(options)
  if (source instanceof URL) testFile(source, limits, options)
  else testInMemory(suiteIn(source), limits, options)
}

/** At the place in the file; where that is not known, at the line that asked for it. */
function loadError(thrown: unknown, calledAt: CallSite): unknown {
  if (!(thrown instanceof UsageError)) return thrown
  const error = new UsageError(thrown.message)
  return thrown.location === null
    ? placed(error, calledAt(), { isFile: false })
    : placed(error, thrown.location, { isFile: true })
}

function testFile(url: URL, limits: RunLimits, options: TestSuiteOptions): void {
  const calledAt = captureCallSite()
  inTurn(fileNameIn(url), async () => {
    try {
      const { engine, suites } = await openSource(url, limits, options.strict)
      const scenarios = chosenScenarios(suites, options.scenarios)
      // Its tests may all be left out: no thread is kept for them.
      await engine.close()
      const explorations = new Explorations(engine, limits)
      describeSuites(scenarios, { explorations, pictures: pictureFolder(options.pictures), isFile: true }, options)
      afterAll(() => explorations.close())
    } catch (error) {
      test('can be loaded', () => {
        throw loadError(error, calledAt)
      })
    }
  })
}

function testInMemory(suite: ReturnType<typeof suiteIn>, limits: RunLimits, options: TestSuiteOptions): void {
  const scenarios = chosenScenarios([plannedInMemory(suite)], options.scenarios)
  const explorations = new Explorations(new InThisThread([suite], readSource), limits)
  describeSuites(scenarios, { explorations, pictures: pictureFolder(options.pictures), isFile: false }, options)
}

function describeSuites(scenarios: readonly PlannedScenario[], setting: Setting, { strict }: TestSuiteOptions): void {
  const limitSeconds = setting.explorations.limits.timeLimitSeconds ?? usualLimitSeconds
  for (const suite of new Set(scenarios.map((each) => each.suite))) {
    const own = scenarios.filter((each) => each.suite === suite)
    inTurn(suite.name, () => {
      for (const planned of own) {
        inTurn(planned.scenario.name, () => {
          for (const { name, run, isIgnored } of testsOf(planned, setting)) {
            if (isIgnored) test.skip(`${name} (ignored)`)
            else test(name, { timeout: testTimeoutMs(limitSeconds) }, ({ task }) => run(askedBeside(task)))
          }
        })
      }
      if (strict !== true) return
      const { name, run } = findingsTest(own, setting)
      test(name, { timeout: testTimeoutMs(limitSeconds, own.length) }, () => run())
    })
  }
}

/** As it is shown: a name that is no encoded text stays as it is. */
function fileNameIn({ pathname }: URL): string {
  const name = basename(pathname)
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

/** The names of the tests of the same `describe` that are not left out, as by `-t`; undefined where all of them run. */
function askedBeside({ suite }: TestContext['task']): readonly string[] | undefined {
  const tests = suite?.tasks ?? []
  const asked = tests.filter(({ mode }) => mode !== 'skip' && mode !== 'todo')
  return asked.length === tests.length ? undefined : asked.map(({ name }) => name)
}

/** A `describe` whose tests run one after the other, whatever the configuration says; vitest 5 spells it otherwise. */
function inTurn(name: string, body: () => void | Promise<void>): void {
  if (typeof describe.sequential === 'function') describe.sequential(name, body)
  else describe(name, { concurrent: false }, body)
}
