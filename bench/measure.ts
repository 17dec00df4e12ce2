/**
 * One measurement in a process of its own, so that its peak memory is its own: checks a suite in a configuration, on
 * this one thread, and prints figures as JSON. Arguments: suite, configuration as JSON.
 */
import { performance } from 'node:perf_hooks'
import { check } from '../checker/index.ts'
import { builtInSuites } from '../node/catalog.ts'
import { collectGarbage } from '../node/collect-garbage.ts'

export interface Measurement {
  readonly distinct: number
  readonly generated: number
  readonly depth: number
  /** The whole check: exploring, rebuilding and validating stories. */
  readonly seconds: number
  readonly peakMegabytes: number
  readonly reducerRuns: number
}

const [name, config] = process.argv.slice(2)
const suite = builtInSuites.find((each) => each.name === name)
if (suite === undefined || config === undefined) throw new Error('usage: measure SUITE CONFIGURATION')
const definition = suite.build(JSON.parse(config))

const began = performance.now()
const { states, engine } = check(definition, { exhaust: true, collectGarbage })
const measurement: Measurement = {
  ...states,
  seconds: (performance.now() - began) / 1000,
  // maxRSS is in kilobytes of 1024 bytes.
  peakMegabytes: (process.resourceUsage().maxRSS * 1024) / 1e6,
  reducerRuns: engine.reducerRuns,
}
process.stdout.write(`${JSON.stringify(measurement)}\n`)
