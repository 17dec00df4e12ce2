/** `ackproof list`: what ships with the tool. */

import type { AnySuite } from '../spec/language/index.ts'
import { builtInSuites } from './catalog.ts'
import type { Output } from './output.ts'
import { plural } from './wording.ts'

export function list(output: Output): number {
  for (const line of listLines(builtInSuites, output.width)) output.line(line)
  return 0
}

export function listLines(suites: readonly AnySuite[], width: number): readonly string[] {
  const nameWidth = Math.max(0, ...suites.map(({ name }) => name.length))
  const countWidth = 'nn scenarios'.length
  return suites.map((suite) => {
    const start = `${suite.name.padEnd(nameWidth)}  ${plural(suite.scenarios.length, 'scenario').padEnd(countWidth)}  `
    const room = width - start.length
    const about = firstSentence(suite.scenarios[0]?.definition.about ?? '')
    return `${start}${about.length > room ? `${about.slice(0, room - 1)}…` : about}`.trimEnd()
  })
}

/** Up to the first full stop that ends a sentence. */
function firstSentence(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return /^.*?[.:](?= |$)/.exec(line)?.[0].replace(/:$/, '.') ?? line
}
