import { describe, expect, it } from 'vitest'
import * as language from '../../spec/language/index.ts'
import { holds, type Spec, specify, suite, violated } from '../../spec/language/index.ts'
import { UsageError } from '../usage-error.ts'
import { checkSuite } from './check-suite.ts'
import { expectMet, UnmetError } from './expect-met.ts'
import type { Report } from './report.ts'

interface Config {
  readonly isBroken: boolean
}

const lock = ({ isBroken }: Config) =>
  specify('lock', { holders: 0 })
    .action('acquire')
    .when((s) => s.holders < (isBroken ? 2 : 1))
    .changes((s) => ({ holders: s.holders + 1 }))
    .action('release')
    .when((s) => s.holders > 0)
    .changes((s) => ({ holders: s.holders - 1 }))
    .always('one holder', (s) => s.holders <= 1)
    .reachable('held', (s) => s.holders === 1)

const goal = { held: { verdict: 'reachable' } } as const
const sound = suite('lock', lock, { isBroken: false }).scenario({
  id: 'L1',
  title: 'sound',
  expect: { 'one holder': holds, ...goal },
  counts: { distinct: 2 },
})
const broken = sound.scenario({ title: 'broken', config: { isBroken: true }, expect: { 'one holder': holds, ...goal } })

function unmet(report: Report): UnmetError {
  try {
    expectMet(report)
  } catch (error) {
    if (error instanceof UnmetError) return error
    throw error
  }
  throw new Error('every expectation is met')
}

describe('checkSuite', () => {
  it('reports what came of every scenario and promise of a suite in memory', async () => {
    const report = await checkSuite(broken)
    expect(report).toMatchObject({
      ok: false,
      interrupted: false,
      scenarios: [
        { suite: 'lock', name: 'L1 sound', id: 'L1', ok: true, outcome: 'met', states: { distinct: 2 } },
        {
          name: 'broken',
          ok: false,
          outcome: 'unmet',
          properties: [
            {
              name: 'one holder',
              verdict: 'violated',
              expected: 'holds',
              ok: false,
              problem: 'expected holds, found violated (3 states)',
            },
            { name: 'held', verdict: 'reachable', ok: true, problem: null },
          ],
        },
      ],
    })
    const [property] = report.scenarios[1]?.properties ?? []
    expect(property?.location).toMatch(/check-suite\.test\.ts:\d+:\d+$/)
    expect(report.text()).toContain('UNMET')
    expect(report.json()).toMatchObject({ version: 1, ok: false, exitCode: 1 })
    expect(report.json().results[1]?.location).toMatch(/^node\/library\/check-suite\.test\.ts:\d+:\d+$/)
  })

  it('tells stories as steps, text, diagrams and a picture', async () => {
    const report = await checkSuite(broken, { scenarios: ['broken'] })
    const story = report.scenarios[0]?.properties[0]?.story
    expect(story?.steps.map(({ action }) => action)).toEqual([null, 'acquire', 'acquire'])
    expect(story?.text()).toContain('BROKEN  "one holder" is broken in 3 states')
    expect(story?.mermaid()).toMatch(/^sequenceDiagram/)
    expect(story?.dot()).toMatch(/^(strict )?digraph/)
    expect(await story?.svg()).toContain('<svg')
  })

  it('takes a bare specification: promises hold, goals are reachable', async () => {
    expect((await checkSuite(lock({ isBroken: false }))).ok).toBe(true)
    expect((await checkSuite(lock({ isBroken: true }))).ok).toBe(false)
  })

  it('is fine where what is expected to break breaks', async () => {
    const known = suite('known', lock({ isBroken: true })).scenario({
      title: 'as it is',
      expect: { 'one holder': violated(3), ...goal },
    })
    const report = await checkSuite(known)
    expect(() => expectMet(report)).not.toThrow()
    expect(report.scenarios[0]?.properties[0]?.story?.length).toBe(3)
  })

  it('leaves nothing that was not explored to its end as fine', async () => {
    const report = await checkSuite(sound, { maxStates: 1 })
    expect(report).toMatchObject({ ok: false, scenarios: [{ outcome: 'undecided', completeness: 'states' }] })
    expect(unmet(report).message).toContain('one holder: expected holds, and the run ended before an answer')
  })

  it('has a mistake of the specification in the report', async () => {
    const wrong = specify('wrong', { n: 0 })
      .action('fail')
      .changes(() => {
        throw new Error('ouch')
      })
      .always('fine', () => true)
    const report = await checkSuite(wrong as Spec)
    expect(report).toMatchObject({ ok: false, scenarios: [{ outcome: 'error' }] })
    expect(unmet(report).message).toContain('it threw Error: ouch')
  })

  it('gives what is known when the end is asked for', async () => {
    const endless = specify('endless', { n: 0 })
      .action('add')
      .changes((s) => ({ n: s.n + 1 }))
      .always('not ten', (s) => s.n !== 10)
    const abort = new AbortController()
    const report = await checkSuite(endless, { signal: abort.signal, onProgress: () => abort.abort() })
    expect(report).toMatchObject({ ok: false, interrupted: true })
    expect(report.scenarios[0]?.properties[0]).toMatchObject({ verdict: 'violated' })
    expect(unmet(report).message).toContain('the check was ended before it was through')
  })

  it('counts findings where it is strict', async () => {
    const idle = suite(
      'idle',
      specify('idle', { n: 0 })
        .action('never')
        .when(() => false)
        .changes(() => ({ n: 1 }))
        .always('zero', (s) => s.n === 0),
    ).scenario({ title: 'only', expect: { zero: holds } })
    expect((await checkSuite(idle)).ok).toBe(true)
    const report = await checkSuite(idle, { strict: true })
    expect(report.ok).toBe(false)
    expect(report.findings.map(({ kind }) => kind)).toContain('never-fires')
    expect(unmet(report).message).toContain('never')
  })

  it.each<[string, unknown, object, string]>([
    ['text', './lock.ack.ts', {}, 'expected a URL'],
    ['an address in the web', new URL('https://example.org/lock.ts'), {}, 'is no file'],
    [
      'a file that there is not',
      new URL('./nowhere.ack.ts', import.meta.url),
      {},
      'no such file: "node/library/nowhere.ack.ts"',
    ],
    ['a folder', new URL('.', import.meta.url), {}, 'is no file'],
    [
      'a file of another kind',
      new URL('../../package.json', import.meta.url),
      {},
      '"package.json" cannot be a specification',
    ],
    ['a suite without scenarios', suite('lock', lock, { isBroken: false }), {}, 'has no scenario'],
    ['a scenario that there is not', sound, { scenarios: ['sond'] }, 'there is no scenario "sond"'],
    [
      'a limit that is none',
      sound,
      { timeLimitSeconds: -1 },
      'the option "timeLimitSeconds" is -1; expected a number above 0',
    ],
    [
      'an option that there is not',
      sound,
      { propertys: [] },
      'there is no option "propertys"; did you mean "properties"?',
    ],
    ['a switch that is text', sound, { strict: 'yes' }, 'the option "strict" is "yes"; expected true or false'],
    ['options that are none', sound, 60 as never, 'the options are 60; expected an object'],
    ['a limit that is text', sound, { maxStates: '5' }, 'the option "maxStates" is "5"; expected a whole number'],
    ['a name that is no list', sound, { scenarios: 'L1' }, 'the option "scenarios" is L1; expected an array of names'],
    ['half a suite, strictly', sound, { strict: true, scenarios: ['L1'] }, 'it does not go with "scenarios"'],
  ])('refuses %s in one line', async (_, source, options, message) => {
    const failed = checkSuite(source as never, options)
    await expect(failed).rejects.toThrow(UsageError)
    await expect(failed).rejects.toThrow(message)
  })
})

it('says of a whole module that what it exports is to be given', async () => {
  await expect(checkSuite(language as never)).rejects.toThrow(
    'and a whole module was given. Give what the module exports, such as its "default".',
  )
})

describe('expectMet', () => {
  it('tells what is not met, where it is promised, and how it broke, at the line that asked', async () => {
    const report = await checkSuite(broken)
    const error = unmet(report)
    expect(error.message).toMatch(
      /^the check is not fine: 1 problem\n {2}✗ lock › broken › one holder: expected holds, found violated \(3 states\) \(.*check-suite\.test\.ts:\d+:\d+\)\n\nBROKEN/,
    )
    expect(error.stack?.split('\n').find((line) => line.startsWith('    at '))).toContain('check-suite.test.ts')
  })
})

describe('expectMet of something else', () => {
  it('says what it was given, and that a promise is to be waited for', async () => {
    const promise = checkSuite(sound)
    expect(() => expectMet(promise as never)).toThrow(
      'expectMet: a report of checkSuite was expected, and a promise was given: write expectMet(await checkSuite(…))',
    )
    await promise
    expect(() => expectMet(undefined as never)).toThrow('and undefined was given')
    expect(() => expectMet({} as never)).toThrow('and another object was given')
  })
})

describe('chosen properties', () => {
  it('are explored for and judged alone', async () => {
    const report = await checkSuite(broken, { properties: ['held'] })
    expect(report.ok).toBe(true)
    expect(report.scenarios.map(({ properties }) => properties.map(({ name }) => name))).toEqual([['held'], ['held']])
    expect(() => expectMet(report)).not.toThrow()
  })

  it('have to be there, and are no whole suite', async () => {
    await expect(checkSuite(broken, { properties: ['hold'] })).rejects.toThrow(
      'there is no property "hold"; did you mean',
    )
    await expect(checkSuite(broken, { properties: ['held'], strict: true })).rejects.toThrow('go with "properties"')
  })
})
