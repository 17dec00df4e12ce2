/** What a page does with specifications: everything that needs no Node. Run in Node and in a browser by the test here. */
import { storyDot } from '../../counterexamples/dot/dot.ts'
import { jsonOf } from '../../reporters/json/json.ts'
import { textOf } from '../../reporters/text/text.ts'
import { createChecker } from '../../runs/checker.ts'
import { InThisThread } from '../../runs/engine/in-this-thread.ts'
import { faultPlanOf } from '../../runs/faults/search-scenarios.ts'
import type { PlannedScenario } from '../../runs/port/plan.ts'
import { classicSuites } from '../../spec/classic/index.ts'
import { rocketmqSuites } from '../../spec/rocketmq/index.ts'

/** Enough states to be worth comparing, and few enough for a test. */
const mostStates = 1_000

const limits = { maxStates: null, maxDepth: null, timeLimitSeconds: null, memoryLimitBytes: 2 ** 31, stopFirst: false }
const plain = (text: string): string => text
const noColors = new Proxy({}, { get: (_, name) => (name === 'isColorSupported' ? false : plain) })

/** Reports of a check and of a fault search, as data and as text, and every diagram as Graphviz text. */
export async function everything(): Promise<string> {
  const suites = [...classicSuites, ...rocketmqSuites]
  const engine = new InThisThread(suites)
  const outlines = await engine.load({ kind: 'built-in' })
  const scenarios = outlines.flatMap((suite) =>
    suite.scenarios
      .filter(({ counts }) => (counts?.distinct ?? 0) <= mostStates)
      .map((scenario): PlannedScenario => ({ suite, scenario, source: { kind: 'built-in' }, argument: suite.name })),
  )
  const checker = createChecker(engine)
  const checked = await checker.check({ scenarios, limits, isStrict: true }).report
  const small = scenarios.filter(({ scenario }) => (scenario.counts?.distinct ?? 0) <= 100)
  const searched = await checker.searchFaults(faultPlanOf(small, limits)).report
  const options = {
    colors: noColors as Parameters<typeof textOf>[1]['colors'],
    width: 100,
    isFull: true,
    isQuiet: false,
    hasStatistics: false,
    limits,
    program: 'ackproof',
  }
  const diagrams = checked.scenarios.flatMap(({ run }) => Object.values(run.stories).map((story) => storyDot(story)))
  const reports = [checked, searched]
  return JSON.stringify({
    data: reports.map((report) => jsonOf(report)),
    texts: reports.map((report) => textOf(report, options)),
    diagrams,
  })
}
