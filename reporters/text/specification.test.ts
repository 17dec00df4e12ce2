import pc from 'picocolors'
import { expect, it } from 'vitest'
import { outlineOf } from '../../runs/port/outline.ts'
import { lights, planned } from '../../runs/testing/results.ts'
import { at, each, holds, specify, suite } from '../../spec/language/index.ts'
import { rocketmqSuites } from '../../spec/rocketmq/index.ts'
import { listLines, suiteLines } from './specification.ts'

const plain = { colors: pc.createColors(false), width: 100 }

it('lists suites with the first sentence about them', () => {
  expect(listLines([planned().suite, outlineOf(lights)], 60)).toEqual([
    'tests/counter  1 scenario    Counts up.',
    'tests/lights   2 scenarios',
  ])
})

it('shows a specification in words', () => {
  expect(suiteLines(outlineOf(lights), plain).join('\n')).toMatchInlineSnapshot(`
    "tests/lights  lights, 2 scenarios

    Variables (as the first scenario sets them)
      light for each of hall, attic = false

    Actions
      toggle (room in [hall, attic])
          Someone presses a switch.
      power cut  [fault]

    Promises
      promise  (true in every reachable state)

    Scenarios
      L01 two rooms
          with rooms = [hall, attic]
          expects "promise": holds
          one switch away, with the opposite outcome: L02 one room
      L02 one room
          with rooms = [hall]
          expects "promise": holds"
  `)
})

it('shows fairness, and the fault budgets that a scenario tries, folded to the width', () => {
  const store = rocketmqSuites.find(({ name }) => name === 'rocketmq/store')
  if (store === undefined) throw new Error('there is no rocketmq/store')
  const lines = suiteLines(outlineOf(store), plain)
  const from = lines.findIndex((line) => line.trim() === 'B04 SYNC_FLUSH, 1 power cut')
  const shown = lines.slice(from, from + 50).map((line) => line.trim())
  expect(shown).toContain('with --faults, tries up to 2 power cuts, 1 process crash and 1 failed fsync')
  expect(shown).toContainEqual(expect.stringMatching(/^expects of "no acknowledged message is lost": holds with any /))
  expect(lines).toContain('  weak: acknowledge or time out happens when it stays enabled, for each message')
  expect(lines).toContain('  strong: pull happens when it is enabled again and again, for each message')
  expect(lines.filter((line) => line.length > plain.width)).toEqual([])
})

it('says what is refined, and whether fairness there is asked for', () => {
  const abstract = specify('counting', { n: 0 })
    .action('inc')
    .changes((s) => ({ n: s.n + 1 }))
    .fair('weak', 'inc')
  const concrete = abstract
    .refines('counts', abstract, ({ n }) => ({ n }))
    .refines('counts by one', abstract, ({ n }) => ({ n }), { only: 'safety' })
  const lines = suiteLines(
    outlineOf(suite('tests/counting', concrete).scenario({ title: 't', expect: { counts: holds }, others: 'ignored' })),
    {
      ...plain,
      width: 200,
    },
  )
  const meaning = 'every step is one of the abstract specification, or none: "counting"'
  expect(lines).toContain(`  counts  (${meaning}; every fair behaviour is fair there)`)
  expect(lines).toContain(`  counts by one  (${meaning})`)
})

it('takes a page, however many keys and however long values a specification has', () => {
  const keys = Array.from({ length: 1_000 }, (_each, n) => `key ${n}`)
  const large = specify('large', { of: each(keys, 0), text: 'x'.repeat(1_000_000) })
    .action('act')
    .over('key', keys)
    .changes((_s, { key }) => ({ of: at(key, 1) }))
    .always('promise', keys.slice(0, 1000), (s, key) => s.of[key] !== 2)
  const of = suite('tests/large', large).scenario({ title: 'one', expect: { promise: holds } })
  const startMs = performance.now()
  const lines = suiteLines(outlineOf(of), plain)
  expect(performance.now() - startMs).toBeLessThan(20_000)
  expect(lines.length).toBeLessThan(60)
  expect(lines.join(' ').replace(/\s+/g, ' ')).toContain('key 59 and 940 more')
})
