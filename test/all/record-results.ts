/** Writes what a long run found, test by test, so that a run that is broken off leaves what it has. */
import { existsSync, writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { Reporter, TestModule } from 'vitest/node'
import { command, keptBeside, type LongRun, readResults, resultsPath, root, sourcesOf } from './long-runs.ts'

export default class RecordResults implements Reporter {
  #writing: Promise<void> = Promise.resolve()

  onTestModuleEnd(module: TestModule): Promise<void> {
    this.#writing = this.#writing.then(() => record(module))
    return this.#writing
  }

  async onTestRunEnd(): Promise<void> {
    await this.#writing
  }
}

/** What is known of the file's tests is replaced, but for those that were not run this time, and for parts of the same run. */
async function record(module: TestModule): Promise<void> {
  const file = relative(root, module.moduleId)
  const sources = (await sourcesOf([file])).get(file) as string
  const date = new Date().toISOString().slice(0, 10)
  const tests = [...module.children.allTests()]
  const found = tests.flatMap((test): LongRun | readonly [] => {
    const { state } = test.result()
    if (state !== 'passed' && state !== 'failed') return []
    const seconds = Math.round((test.diagnostic()?.duration ?? 0) / 1000)
    return {
      file,
      test: test.fullName,
      result: state,
      randomModels: test.meta().randomModels ?? null,
      seconds,
      date,
      sources,
    }
  })
  if (found.length === 0) return
  const known = existsSync(resultsPath) ? readResults().runs : []
  const names = tests.map(({ fullName }) => fullName)
  const runs = [...keptBeside(known, found, names), ...found].sort(byPlace)
  writeFileSync(resultsPath, `${JSON.stringify({ version: 1, command, runs }, null, 2)}\n`)
}

function byPlace(left: LongRun, right: LongRun): number {
  const [one, other] = [left, right].map(({ file, test }) => `${file}\0${test}`) as [string, string]
  if (one === other) return (left.randomModels?.seed ?? 0) - (right.randomModels?.seed ?? 0)
  return one < other ? -1 : 1
}
