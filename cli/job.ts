/** What the exploring thread is told about a scenario and the limits of this run. */
import type { Job } from '../node/thread-protocol.ts'
import type { RunLimits } from '../reporters/verdict-text.ts'
import type { SelectedScenario } from './select-scenarios.ts'

export function jobOf({ source, suite, scenario }: SelectedScenario, limits: RunLimits): Job {
  const depths = [scenario.maxDepth, limits.maxDepth].filter((depth) => depth !== null)
  return {
    source,
    suite: suite.name,
    scenario: scenario.name,
    options: {
      ...(depths.length > 0 && { maxDepth: Math.min(...depths) }),
      ...(limits.maxStates !== null && { maxStates: limits.maxStates }),
      ...(limits.timeLimitSeconds !== null && { timeLimitSeconds: limits.timeLimitSeconds }),
      memoryLimitBytes: limits.memoryLimitBytes,
      stopFirst: limits.stopFirst,
      // Pinned counts are those of the full graph, also where every property is decided early.
      exhaust: scenario.counts !== null && !limits.stopFirst,
    },
  }
}
