/**
 * `npm run bench`: states, transitions per second, peak memory and runs of user code for fixed models, and beside them
 * Spin on our own translation where `spin` and `gcc` are there. The two take turns, so that a noisy machine is noisy
 * for both; the ratio is the median over the pairs. `npm run bench -- 8` runs only the models whose title contains 8.
 */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Measurement } from './measure.ts'
import { type BenchmarkModel, models } from './models.ts'
import { twoPhaseCommitInPromela } from './promela.ts'
import { buildChecker, compilerFlags, hasSpin, type SpinMeasurement } from './spin.ts'

interface Pair {
  readonly ours: Measurement
  readonly spin: SpinMeasurement | null
}

/** As the command line sets it for its thread (`node/thread-engine.ts`). */
const nodeOptions = ['--max-semi-space-size=4'] as const

const filter = process.argv[2] ?? ''
const selected = models.filter(({ title }) => title.includes(filter))
if (selected.length === 0) {
  console.error(`no benchmark's title contains "${filter}"; there are: ${models.map(({ title }) => title).join('; ')}`)
  process.exitCode = 2
}
const withSpin = hasSpin()
if (!withSpin) console.log('spin or gcc is not on the PATH: no comparison\n')
for (const model of selected) report(model, runPairs(model))

function runPairs(model: BenchmarkModel): Pair[] {
  const checker =
    withSpin && model.promelaManagers !== null ? buildChecker(twoPhaseCommitInPromela(model.promelaManagers)) : null
  try {
    return Array.from({ length: model.runs }, () => ({ ours: measure(model), spin: checker?.run() ?? null }))
  } finally {
    checker?.remove()
  }
}

function measure(model: BenchmarkModel): Measurement {
  const program = fileURLToPath(new URL('./measure.js', import.meta.url))
  const output = execFileSync(process.execPath, [...nodeOptions, program, model.suite, JSON.stringify(model.config)], {
    encoding: 'utf8',
  })
  return JSON.parse(output)
}

function report(model: BenchmarkModel, pairs: readonly Pair[]): void {
  const { ours, spin } = pairs[0] as Pair
  const seconds = median(pairs.map((pair) => pair.ours.seconds))
  console.log(`${model.title} (${pairs.length} ${pairs.length === 1 ? 'run' : 'runs'}, medians)`)
  console.log(`  ${count(ours.distinct)} states, ${count(ours.generated)} transitions, depth ${ours.depth}`)
  const peak = median(pairs.map((pair) => pair.ours.peakMegabytes))
  console.log(
    `  ackproof  ${seconds.toFixed(2)} s, ${millions(ours.generated / seconds)} transitions/s, ` +
      `peak ${peak.toFixed(0)} MB, ${count(ours.reducerRuns)} runs of user code`,
  )
  if (spin !== null) reportSpin(ours, spin, pairs)
  console.log('')
}

function reportSpin(ours: Measurement, spin: SpinMeasurement, pairs: readonly Pair[]): void {
  const spinSeconds = pairs.map((pair) => (pair.spin as SpinMeasurement).seconds)
  const ratio = median(pairs.map((pair) => pair.ours.seconds / (pair.spin as SpinMeasurement).seconds))
  const seconds = median(spinSeconds)
  console.log(
    `  spin      ${seconds.toFixed(2)} s, ${millions(spin.generated / seconds)} transitions/s, ` +
      `peak ${spin.peakMegabytes.toFixed(0)} MB (gcc ${compilerFlags.join(' ')})`,
  )
  const isSame = spinDigits(ours.distinct) === spin.distinct && spinDigits(ours.generated) === spin.generated
  console.log(`  time ackproof / spin: ${ratio.toFixed(2)}; ${isSame ? 'the same counts' : 'THE COUNTS DIFFER'}`)
  if (!isSame) process.exitCode = 1
}

/** Spin prints eight significant digits. */
function spinDigits(value: number): number {
  return Number(value.toPrecision(8))
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}

function count(value: number): string {
  return value.toLocaleString('en-US')
}

function millions(value: number): string {
  return `${(value / 1e6).toFixed(1)} M`
}
