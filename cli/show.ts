/** `ackproof show`: a specification in words. */
import { defaultMemoryLimitBytes } from '../node/memory-limit.ts'
import { suiteLines } from '../reporters/text/specification.ts'
import type { Output } from './output.ts'
import { withEngine } from './running.ts'
import { loadSuites, selectedSpecs } from './select-suites.ts'

export async function show(spec: string, output: Output): Promise<number> {
  const settings = { memoryLimitBytes: defaultMemoryLimitBytes(), isQuiet: true }
  const selected = await selectedSpecs({ specs: [spec], isBuiltIn: false }, output.note)
  const suites = await withEngine(settings, output.note, ({ engine }) => loadSuites(selected, engine))
  for (const [index, { suite }] of suites.entries()) {
    if (index > 0) output.line('')
    for (const line of suiteLines(suite, output)) output.line(line)
  }
  return 0
}
