/** Names of users that would colour a terminal or break a line: in all that is printed they are seen, and do nothing. */
import pc from 'picocolors'
import { describe, expect, it } from 'vitest'
import { storyDot } from '../counterexamples/dot/dot.ts'
import { createChecker } from '../runs/checker.ts'
import { InThisThread } from '../runs/engine/in-this-thread.ts'
import { faultPlanOf } from '../runs/faults/search-scenarios.ts'
import { messageOf } from '../runs/port/failure.ts'
import { outlineOf } from '../runs/port/outline.ts'
import { failedRun, type Report } from '../runs/report.ts'
import { plannedOf } from '../runs/testing/planned.ts'
import { noLimits } from '../runs/testing/results.ts'
import { type AnySuite, at, each, holds, reachable, specify, suite, upTo, violated } from '../spec/language/index.ts'
import { githubOf } from './formats/github.ts'
import { markdownOf } from './formats/markdown.ts'
import { jsonOf } from './json/json.ts'
import { reproduceCommand, searchCommand } from './reproduce.ts'
import { scenarioNames } from './text/left-out.ts'
import type { TextOptions } from './text/options.ts'
import { listLines, suiteLines } from './text/specification.ts'
import { textOf } from './text/text.ts'

/** Each name has its beginning and its end, so that one that is torn apart is noticed. */
const named = (what: string): string => `\u001b[31mXx\nYy ${what}`
/** A name for text of several lines, in which a line end is no surprise. */
const paragraph = (what: string): string => named(what).replace('\n', ' ')
const keys = [named('key a'), named('key b')]

const build = (config: { readonly left: number; readonly isThrowing: boolean; readonly [more: string]: unknown }) =>
  specify(named('specification'), {
    [named('variable')]: '',
    [named('family')]: each(keys, 0),
    [named('left')]: config.left,
    n: 0,
    unread: 0,
  })
    .about(`${paragraph('about')}.`)
    .derive(named('derived'), (s) => (s.n as number) + 1)
    .action(named('action'), paragraph('about the action'))
    .over(named('parameter'), keys)
    .by(() => named('actor'))
    .says(() => named('sentence'))
    .when((s) => (s.n as number) < 3)
    .changes((s, args) => {
      if (config.isThrowing && s.n === 1) throw new Error(named('error'))
      const key = (args as Readonly<Record<string, string>>)[named('parameter')] ?? ''
      return { [named('variable')]: named('value'), n: (s.n as number) + 1, [named('family')]: at(key, 1) } as never
    })
    .action(named('never'))
    .when(() => false)
    .changes(() => ({}))
    .action(named('fault'))
    .fault()
    .when((s) => (s[named('left')] as number) > 0)
    .changes((s) => ({ n: 9, [named('left')]: (s[named('left')] as number) - 1 }) as never)
    .always(named('promise'), keys, (s, key) => {
      const family = s[named('family')] as Readonly<Record<string, number>>
      return (s[named('derived')] as number) < 3 || family[key] === 0
    })
    .eventually(named('answer'), keys, (s, key) => (s[named('family')] as Readonly<Record<string, number>>)[key] === 1)
    .reachable(named('goal'), (s) => s.n === 2)
    .deadlockFree()
    .constraint(named('constraint'), (s) => (s.n as number) < 12)
    .fair('weak', named('action'))

const expected = {
  [named('promise')]: holds,
  [named('answer')]: holds,
  [named('goal')]: reachable(),
  'no deadlock': holds,
}

const hostile: AnySuite = suite(
  named('suite'),
  build as never,
  {
    left: 0,
    isThrowing: false,
    [named('setting')]: named('value'),
  } as never,
)
  .scenario({
    id: named('id'),
    title: named('title'),
    about: `${paragraph('about')}\n${paragraph('more')}`,
    expect: expected as never,
    faults: { left: upTo(1, named('fault'), named('faults')) } as never,
    frontier: { [named('promise')]: named('sentence') } as never,
  })
  .scenario({ title: named('error'), config: { isThrowing: true } as never, expect: expected as never })
  .scenario({ title: named('bounded'), maxDepth: 2, expect: expected as never, neighbour: named('error') })
  .accept({ finding: 'never-read', of: 'unread', because: named('reason') })

/** One that comes out as expected, so that mutants of it are run. */
const met: AnySuite = suite(named('met suite'), build as never, { left: 1, isThrowing: false } as never).scenario({
  title: named('title'),
  expect: {
    [named('promise')]: violated(),
    [named('answer')]: violated(),
    [named('goal')]: reachable(),
    'no deadlock': violated(),
  } as never,
})

const textOptions: TextOptions = {
  colors: pc.createColors(false),
  width: 10_000,
  isFull: true,
  isQuiet: false,
  hasStatistics: true,
  limits: noLimits,
  program: 'ackproof',
}

const checker = createChecker(new InThisThread([hostile]))
const planned = plannedOf(hostile)
const check = checker.check({ scenarios: planned, limits: noLimits, isStrict: true }).report
const cut = checker.check({ scenarios: planned, limits: { ...noLimits, maxStates: 2 }, isStrict: false }).report
const faults = checker.searchFaults(faultPlanOf(planned, noLimits)).report
const mutation = (of: AnySuite): Promise<Report> =>
  createChecker(new InThisThread([of])).mutate({
    scenarios: plannedOf(of),
    timeLimitSeconds: null,
    memoryLimitBytes: 2 ** 30,
    maxStates: 100,
    known: { [named('other suite')]: { [named('mutant')]: named('reason') } } as never,
  }).report
const thrown = (body: () => unknown): string => {
  try {
    body()
  } catch (error) {
    return messageOf(error)
  }
  throw new Error('it should have thrown')
}

const printed: readonly (readonly [string, () => Promise<string> | string])[] = [
  ['check', async () => textOf(await check, textOptions)],
  ['check in brief', async () => textOf(await check, { ...textOptions, isFull: false, hasStatistics: false })],
  ['check that a limit ends', async () => textOf(await cut, textOptions)],
  ['check --faults', async () => textOf(await faults, textOptions)],
  ['check --faults in brief', async () => textOf(await faults, { ...textOptions, isFull: false })],
  ['mutate', async () => textOf(await mutation(met), textOptions)],
  ['mutate, of what is not as expected', async () => textOf(await mutation(hostile), textOptions)],
  ['list', () => listLines([outlineOf(hostile)], 10_000).join('\n')],
  ['show', () => suiteLines(outlineOf(hostile), textOptions).join('\n')],
  [
    'an error before anything is run',
    () =>
      textOf(
        failedRun('check', {
          exitCode: 2,
          interrupted: null,
          seconds: 0,
          error: { message: named('file'), location: null },
        }),
        textOptions,
      ),
  ],
  [
    'an error on stderr',
    () =>
      thrown(() =>
        specify(named('specification'), {})
          .action(named('a'))
          .changes(() => ({}))
          .action(named('a')),
      ),
  ],
  ['commands', () => planned.flatMap((each) => [reproduceCommand(each), searchCommand(each)]).join('\n')],
  ['names in an error', () => scenarioNames(planned)],
  ['annotations', async () => decodeURIComponent(githubOf(jsonOf(await check)).replace(/%(?![0-9A-F]{2})/g, '%25'))],
  // Diagrams are folded, and have a test of their own.
  ['Markdown', async () => markdownOf(jsonOf(await check)).replace(/```mermaid.*?```/gs, '')],
]

describe.each(printed)('%s', (_title, text) => {
  it('shows every name whole, and no character of it acts', async () => {
    const found = await text()
    expect(found).toContain('Xx')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    expect(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.exec(found)).toBe(null)
    const torn = found.split('\n').filter((line) => /Xx(?! Yy|\\n|\\\\n|\\012)|(?<!Xx |\\n|\\012)Yy/.test(line))
    expect(torn.map((line) => line.slice(0, 200))).toEqual([])
  })
})

it('is so in diagrams, where names are folded', async () => {
  const stories = (await check).scenarios.flatMap(({ run }) => Object.values(run.stories))
  expect(stories.length).toBeGreaterThan(2)
  for (const story of stories) {
    const dot = storyDot(story, { scenario: named('title') })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    expect(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]|Xx\nYy/.exec(dot)).toBe(null)
  }
})
