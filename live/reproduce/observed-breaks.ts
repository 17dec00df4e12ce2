/** What the package tells of brokers: the file beside the specifications that follows from the results. */
import type { ObservedBreak } from '../../spec/language/observed-break.ts'
import type { Results } from './results.ts'

export function observedBreaks({ results }: Results): readonly ObservedBreak[] {
  return results.flatMap(({ suite, row, kind, promise, rocketmq, follows, runs, date }) =>
    kind === 'counterexample' && promise !== null
      ? [{ suite, scenario: row, promise, system: `RocketMQ ${rocketmq}`, observed: follows, runs, date }]
      : [],
  )
}

export function observedModule(results: Results): string {
  const lines = observedBreaks(results).map((each) => `  ${JSON.stringify(each)},\n`)
  return `/** What real brokers have shown. Written by \`npm run live -- tables\`, from live/results.json. */
import type { ObservedBreak } from '../language/observed-break.ts'

export const observedOnBrokers: readonly ObservedBreak[] = [
${lines.join('')}]
`
}
