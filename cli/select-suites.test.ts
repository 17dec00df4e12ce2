import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { InThisThread } from '../runs/engine/in-this-thread.ts'
import { outlineOf, type SuiteOutline } from '../runs/port/outline.ts'
import type { PlannedSuite } from '../runs/port/plan.ts'
import type { SuiteSource } from '../runs/port/task.ts'
import { plannedOf } from '../runs/testing/planned.ts'
import type { AnySuite } from '../spec/language/index.ts'
import { holds, reachable, specify, suite } from '../spec/language/index.ts'
import { selectProperties } from './select-properties.ts'
import { selectScenarios } from './select-scenarios.ts'
import { selectSuites } from './select-suites.ts'

const spec = specify('counter', { n: 0 as number }).always('small', (s) => s.n < 3)
const named = (name: string, titles: readonly string[] = ['plain']): AnySuite =>
  titles.reduce(
    (all, title) => all.scenario({ id: title.slice(0, 3), title: title.slice(4), expect: { small: holds } }),
    suite(name, spec),
  )

const builtIn = [
  named('classic/die-hard', ['D01 two jugs', 'D02 three jugs']),
  named('classic/peterson', ['P01 two processes', 'D01 another with the same id']),
  named('rocketmq/store', ['B01 async flush, 1 crash', 'B02 sync flush']),
]
/** Explores what is built in; a file is what its path says. */
class Suites extends InThisThread {
  override load(source: SuiteSource): Promise<readonly SuiteOutline[]> {
    return source.kind === 'module' ? Promise.resolve([outlineOf(named(`from ${source.stem}`))]) : super.load(source)
  }
}

const engine = new Suites(builtIn)
const select = (...specs: string[]): Promise<readonly PlannedSuite[]> => selectSuites(specs, engine)
const names = async (...specs: string[]): Promise<string[]> => (await select(...specs)).map(({ suite }) => suite.name)

describe('suites', () => {
  it('are named, matched by globs, or all of them', async () => {
    expect(await names('rocketmq/store')).toEqual(['rocketmq/store'])
    expect(await names('classic/*')).toEqual(['classic/die-hard', 'classic/peterson'])
    expect(await names('*/?e*')).toEqual(['classic/peterson'])
    expect(await names()).toEqual(['classic/die-hard', 'classic/peterson', 'rocketmq/store'])
  })

  it('come once, in the order of the arguments', async () => {
    expect(await names('rocketmq/*', 'classic/die-hard', '*')).toEqual([
      'rocketmq/store',
      'classic/die-hard',
      'classic/peterson',
    ])
  })

  it('come from files', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'ackproof-test-')), 'a.spec.ts')
    writeFileSync(file, '')
    expect(await select(file)).toMatchObject([{ argument: file, source: { kind: 'module' } }])
  })

  it.each([
    ['classic', 'there is no built-in suite "classic"; did you mean "classic/*"?'],
    ['clasic/die-hard', 'there is no built-in suite "clasic/die-hard"; did you mean "classic/die-hard"?'],
    ['classic/z*', 'no built-in suite matches "classic/z*"'],
    ['nothing-like-it', '; there are: classic/die-hard, classic/peterson, rocketmq/store'],
    ['', 'SPEC is empty'],
    [
      'nowhere.spec.ts',
      'no such file: "nowhere.spec.ts"; expected a specification file (.ts, .mts, .cts, .tsx, .js, .mjs, .cjs, .jsx)',
    ],
    ['specs/*.ts', 'globs stand for names of built-in suites'],
    ['test', '"test" is a folder'],
    ['package.json', '"package.json" cannot be a specification'],
  ])('cannot be "%s"', async (argument, message) => {
    await expect(select(argument)).rejects.toThrow(message)
  })
})

describe('properties', () => {
  const two = suite(
    'two',
    spec.reachable('small again', (s) => s.n === 0).always('never red', () => true),
  ).scenario({ title: 'one', expect: { small: holds, 'small again': reachable(), 'never red': holds } })
  const planned = [...plannedOf(two), ...plannedOf(named('other'))]
  const chosen = (...filters: string[]): readonly (readonly string[] | undefined)[] =>
    selectProperties(planned, filters).planned.map(({ properties }) => properties)

  it('are all of them where none is named', () => {
    expect(chosen()).toEqual([undefined, undefined])
  })

  it('have that name, or are the only one with that part in its name, in every scenario that has them', () => {
    expect(chosen('small')).toEqual([['small'], ['small']])
    expect(chosen('SMALL AG')).toEqual([['small again']])
    expect(chosen('red', 'small')).toEqual([['small', 'never red'], ['small']])
    const { withoutThem } = selectProperties(planned, ['red'])
    expect(withoutThem.map(({ suite }) => suite.name)).toEqual(['other'])
  })

  it.each([
    ['smal', '"smal" could be any of several properties: "small", "small again"'],
    ['never read', 'there is no property "never read"; did you mean "never red"?'],
    ['xyz', 'there is no property "xyz"; there are: small, small again, never red'],
  ])('cannot be "%s"', (filter, message) => {
    expect(() => chosen(filter)).toThrow(message)
  })
})

describe('scenarios', () => {
  const chosen = async (...filters: string[]): Promise<string[]> =>
    selectScenarios(await select(), filters).map(({ scenario }) => scenario.name)

  it('are all of them, or those with a name or an id', async () => {
    expect(await chosen()).toHaveLength(6)
    expect(await chosen('b02 sync flush')).toEqual(['B02 sync flush'])
    expect(await chosen('d01')).toEqual(['D01 two jugs', 'D01 another with the same id'])
  })

  it('are found by a beginning or a part that only one has', async () => {
    expect(await chosen('B01 as')).toEqual(['B01 async flush, 1 crash'])
    expect(await chosen('processes', 'B02')).toEqual(['P01 two processes', 'B02 sync flush'])
  })

  it.each([
    ['flush', '"flush" could be any of several scenarios: rocketmq/store "B01 async flush, 1 crash", rocketmq/store'],
    ['B01 asinc flush, 1 crash', 'did you mean "B01 async flush, 1 crash"?'],
    ['xyz', 'there is no scenario "xyz"; there are: "D01 two jugs", "'],
  ])('cannot be "%s"', async (filter, message) => {
    await expect(chosen(filter)).rejects.toThrow(message)
  })

  it('must exist: a suite without any is no success', async () => {
    const suites = [{ suite: outlineOf(suite('bare', spec)), source: { kind: 'built-in' }, argument: 'bare' }] as const
    expect(() => selectScenarios(suites, [])).toThrow('suite "bare" of bare has no scenario')
  })
})
