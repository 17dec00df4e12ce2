/** `ackproof list`: what ships with the tool. */

import { fold } from '../counterexamples/plain-text.ts'
import { plural } from '../runs/wording.ts'
import type { AnySuite } from '../spec/language/index.ts'
import { builtInSuites } from './catalog.ts'
import type { Output } from './output.ts'

export function list(output: Output): number {
  for (const line of listLines(builtInSuites, output.width)) output.line(line)
  return 0
}

const leastRoom = 30

export function listLines(suites: readonly AnySuite[], width: number): readonly string[] {
  const nameWidth = Math.max(0, ...suites.map(({ name }) => name.length))
  const countWidth = 'nn scenarios'.length
  const startWidth = nameWidth + countWidth + 4
  return suites.flatMap((suite) => {
    const start = `${suite.name.padEnd(nameWidth)}  ${plural(suite.scenarios.length, 'scenario')}`.padEnd(startWidth)
    const about = firstSentence(suite.scenarios[0]?.definition.about ?? '')
    const [first = '', ...rest] = fold(about, Math.max(leastRoom, width - startWidth))
    return [`${start}${first}`.trimEnd(), ...rest.map((line) => `${' '.repeat(startWidth)}${line}`)]
  })
}

/** Up to the first full stop that ends a sentence. */
function firstSentence(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return /^.*?[.:](?= |$)/.exec(line)?.[0].replace(/:$/, '.') ?? line
}
