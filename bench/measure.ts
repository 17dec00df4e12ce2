/**
 * One measurement in a process of its own, so that its peak memory is its own: checks a suite in a configuration, on
 * this one thread, and prints figures as JSON. Arguments: suite, configuration as JSON, and perhaps a bound on the depth.
 */
import { performance } from 'node:perf_hooks'
import { check } from '../checker/index.ts'
import { builtInSuites } from '../node/catalog.ts'
import { collectGarbage } from '../node/collect-garbage.ts'
import { benchmarkForms } from './forms/index.ts'
import type { Measurement } from './tools/measurement.ts'

const [name, config, depth] = process.argv.slice(2)
const suite = [...builtInSuites, ...benchmarkForms].find((each) => each.name === name)
if (suite === undefined || config === undefined) throw new Error('usage: measure SUITE CONFIGURATION [DEPTH]')
const definition = suite.build(JSON.parse(config))

const began = performance.now()
const processorBefore = process.cpuUsage()
const { states, engine } = check(definition, {
  exhaust: true,
  collectGarbage,
  ...(depth === undefined ? {} : { maxDepth: Number(depth) }),
})
const { user, system } = process.cpuUsage(processorBefore)
const measurement: Measurement = {
  ...states,
  seconds: (performance.now() - began) / 1000,
  processorSeconds: (user + system) / 1e6,
  // maxRSS is in kilobytes of 1024 bytes.
  peakMegabytes: (process.resourceUsage().maxRSS * 1024) / 1e6,
  reducerRuns: engine.reducerRuns,
  bitsPerState: engine.bitsPerState,
}
process.stdout.write(`${JSON.stringify(measurement)}\n`)
