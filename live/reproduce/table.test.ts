import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { liveSuites } from '../live-suites.ts'
import { observedModule } from './observed-breaks.ts'
import { root } from './project.ts'
import { command, type Result, type Results, readResults } from './results.ts'
import { partOf, withPart } from './table.ts'
import { filesOfTables } from './tables-command.ts'
import { fiveOfFive } from './testing/five-of-five.ts'
import { journalOn } from './testing/journal.ts'

const files = filesOfTables(liveSuites, readResults())

it.each([...files])('%s is what the results give; `npm run live -- tables` writes it', (path, text) => {
  expect(readFileSync(join(root, path), 'utf8')).toBe(text)
})

const result: Result = {
  ...fiveOfFive,
  suite: 'tests/journal',
  row: 'J01 answers at once, 1 power cut',
  promise: 'what is answered is there',
  rocketmq: '5.3.3',
  sources: 'x',
}
const walk: Result = {
  ...result,
  kind: 'random walk',
  promise: null,
  neighbour: 'J02 answers after the flush, 1 power cut',
}
const resultsOf = (...results: readonly Result[]): Results => ({
  version: 1,
  command,
  results,
  compared: [
    { suite: 'tests/journal', rocketmq: '5.3.3', sources: 'x', moments: 30, shares: { log: 1, flushed: 0 } },
    { suite: 'tests/journal', rocketmq: '4.9.7', sources: 'x', moments: 10, shares: { log: 0.8, flushed: 0 } },
  ],
})

describe('the part of a page', () => {
  const live = journalOn({ versions: ['4.9.7', '5.2.0', '5.3.3'] })

  it('says what was expected, seen, and of what nothing is known', () => {
    const results = resultsOf(
      result,
      { ...result, rocketmq: '4.9.7', date: '2026-02-01' },
      { ...result, rocketmq: '5.2.0', follows: 3, departs: 1, inconclusive: 1, notSeen: ['flushed'] },
      { ...result, kind: 'same steps', neighbour: 'J02 answers after the flush, 1 power cut' },
      { ...walk, showsTheBreak: 1, follows: 3, departs: 1 },
    )
    expect(partOf(live, results)).toMatchInlineSnapshot(`
      "| row | promise | expected of | reproduced | neighbours that show it | last run |
      |---|---|---|---|---|---|
      | J01 | what is answered is there | 4.9.7, 5.2.0, 5.3.3 | 5/5 on 4.9.7, 5.3.3; 3/5 on 5.2.0 (1 depart, 1 inconclusive) | 1 of 10, 1 depart otherwise | 2026-02-01 |
      |  | what is answered is flushed in the end |  | not tried yet | 1 of 5, 1 depart otherwise |  |

      - not on the others: no other version has a journal: J01
      - J01: where "what is answered is there" breaks it also reads \`flushed\`, which nothing shows

      How much of each variable was compared with a broker, on average over 40 states:

      | variable | compared | why not the rest |
      |---|---|---|
      | \`log\` | 95 % |  |
      | \`flushed\` | 0 % | in the kernel |
      "
    `)
  })

  it('says of a row that cannot be observed why', () => {
    expect(partOf(journalOn({ versions: [] }), { ...resultsOf(), compared: [] })).toMatchInlineSnapshot(`
      "| row | promise | expected of | reproduced | neighbours that show it | last run |
      |---|---|---|---|---|---|
      | J01 | what is answered is there | no release |  |  |  |
      |  | what is answered is flushed in the end |  |  |  |  |

      - not on any version: no other version has a journal: J01
      "
    `)
  })

  it('says why a promise has no neighbour that is run', () => {
    const alone = journalOn({
      versions: ({ waitsForFlush, powerCuts }) => (!waitsForFlush && powerCuts > 0 ? ['5.3.3'] : []),
    })
    const part = partOf(alone, resultsOf(result))
    expect(part).toContain('| J01 | what is answered is there | 5.3.3 | 5/5 on 5.3.3 | none is run | 2026-01-31 |')
    expect(part).toContain(
      '- no neighbour is run, because no version shows "J02 answers after the flush, 1 power cut": no other version has a journal; ' +
        'no version shows "J03 answers at once, no power cut": no other version has a journal: ' +
        'J01 ("what is answered is there"); J01 ("what is answered is flushed in the end")\n',
    )
  })

  it('goes between the marks of the page, again and again', () => {
    const page =
      'a\n<!-- written by npm run live -- tables -->\n<!-- end of what npm run live -- tables writes -->\nb\n'
    const once = withPart(page, '| a |\n') ?? ''
    expect(once).toBe(
      'a\n<!-- written by npm run live -- tables -->\n\n| a |\n\n<!-- end of what npm run live -- tables writes -->\nb\n',
    )
    expect(withPart(once, '| a |\n')).toBe(once)
    expect(withPart('no marks', 'x')).toBe(null)
  })
})

describe('what the package tells of brokers', () => {
  it('is nothing of rows and promises that there are no more', () => {
    const gone = [
      { ...result, row: 'J99 gone' },
      { ...result, promise: 'gone' },
      { ...result, suite: 'gone' },
    ]
    const [written] = [...filesOfTables([], resultsOf(...gone, result)).values()]
    expect(written).toBe(observedModule(resultsOf()))
  })

  it('is what counterexamples have shown, in a module', () => {
    expect(
      observedModule(resultsOf(result, walk)),
    ).toBe(`/** What real brokers have shown. Written by \`npm run live -- tables\`, from live/results.json. */
import type { ObservedBreak } from '../language/observed-break.ts'

export const observedOnBrokers: readonly ObservedBreak[] = [
  {"suite":"tests/journal","scenario":"J01 answers at once, 1 power cut","promise":"what is answered is there","system":"RocketMQ 5.3.3","observed":5,"runs":5,"date":"2026-01-31"},
]
`)
  })
})
