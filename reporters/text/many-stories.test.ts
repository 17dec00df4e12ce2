import pc from 'picocolors'
import { describe, expect, it } from 'vitest'
import { createChecker } from '../../runs/checker.ts'
import { InThisThread } from '../../runs/engine/in-this-thread.ts'
import { faultPlanOf } from '../../runs/faults/search-scenarios.ts'
import type { Report } from '../../runs/report.ts'
import { plannedOf } from '../../runs/testing/planned.ts'
import { noLimits } from '../../runs/testing/results.ts'
import { type AnySuite, holds, specify, suite, upTo, violated } from '../../spec/language/index.ts'
import { checkData } from '../json/check-report.ts'
import type { TextOptions } from './options.ts'
import { textOf } from './text.ts'

const names = Array.from({ length: 30 }, (_each, at) => `promise ${at + 1}`)

const spec = ({ crashes }: { readonly crashes: number }) =>
  names.reduce<ReturnType<typeof begun>>((so, name) => so.always(name, (s) => s.n === 0) as never, begun(crashes))

const begun = (crashes: number) =>
  specify('counter', { n: 0, left: crashes })
    .action('up')
    .when((s) => s.n === 0)
    .changes(() => ({ n: 1 }))
    .action('crash')
    .fault()
    .when((s) => s.left > 0)
    .changes((s) => ({ left: s.left - 1 }))

const allHold = Object.fromEntries(names.map((name) => [name, holds]))
const broken = suite('tests/broken', spec, { crashes: 0 })
  .scenario({ title: 'one', headline: 'promise 9', expect: allHold, faults: { crashes: upTo(1, 'crash') } } as never)
  .scenario({ title: 'two', expect: allHold } as never) as AnySuite

async function checked(of: AnySuite): Promise<Report & { readonly kind: 'check' }> {
  const plan = { scenarios: plannedOf(of), limits: noLimits, isStrict: false }
  return createChecker(new InThisThread([of])).check(plan).report
}

const options: TextOptions = {
  colors: pc.createColors(false),
  width: 100,
  isFull: false,
  isQuiet: false,
  hasStatistics: false,
  limits: noLimits,
  program: 'ackproof',
}
const storiesIn = (text: string): readonly string[] =>
  Array.from(text.matchAll(/BROKEN {2}"([^"]*)"/g), ([, name = '']) => name)

/** Which of a run's stories are told in full, and the headlines of the others. */
function told(text: string): readonly [full: readonly string[], brief: readonly string[]] {
  return [storiesIn(text), Array.from(text.matchAll(/^ {8}"([^"]*)" is broken/gm), ([, name = '']) => name)]
}

describe('many broken promises', () => {
  it('are told with the unexpected ones first, over all scenarios that are named', async () => {
    const expected = Object.fromEntries(names.map((name) => [name, name === 'promise 7' ? holds : violated()]))
    const some = suite('tests/broken', spec, { crashes: 0 })
      .scenario({ title: 'one', expect: { ...expected, 'promise 7': violated() } } as never)
      .scenario({ title: 'two', headline: 'promise 9', expect: expected } as never) as AnySuite
    const text = textOf(await checked(some), { ...options, isFull: true })
    const [full, brief] = told(text)
    expect(full).toEqual(['promise 7', 'promise 1', 'promise 2', 'promise 3', 'promise 4'])
    expect(brief).toHaveLength(55)
    expect(text.indexOf('BROKEN  "promise 7"')).toBeGreaterThan(text.indexOf('✗ UNMET      two'))
    expect(text.indexOf('tests/broken "one"')).toBeGreaterThan(text.indexOf('BROKEN  "promise 7"'))
  })

  it('are five stories in a run in brief, the headline first, and a line that says where the others are', async () => {
    const text = textOf(await checked(broken), options)
    expect(storiesIn(text)).toEqual(['promise 9', 'promise 1', 'promise 2', 'promise 3', 'promise 4'])
    const told = 'to see it, one property at a time: ackproof check tests/broken --scenario'
    expect(text).toContain(
      `not told in full here, 25 stories; ${told} one --property NAME\n        "promise 5" is broken`,
    )
    expect(text).toContain(
      `not told in full here, 30 stories; ${told} two --property NAME\n        "promise 1" is broken`,
    )
    expect(text.match(/expected holds, found violated/g)).toHaveLength(60)
  })

  it('are five stories of a search for faults, too', async () => {
    const plan = faultPlanOf(plannedOf(broken), noLimits)
    const searched = await createChecker(new InThisThread([broken])).searchFaults(plan).report
    expect(storiesIn(textOf(searched, { ...options, isFull: true }))).toHaveLength(5)
    expect(storiesIn(textOf(searched, { ...options, isFull: true }))[0]).toBe('promise 9')
  })

  it('are all in the report for programs, the headline first', async () => {
    const [one] = checkData(await checked(broken)).results
    expect(one?.properties.filter(({ explanation }) => explanation !== null)).toHaveLength(30)
    expect(one?.properties[0]?.name).toBe('promise 9')
  })

  it('are not counted where they are as expected, which is told in a line each', async () => {
    const expected = suite('tests/broken', spec, { crashes: 0 }).scenario({
      title: 'one',
      headline: 'promise 9',
      expect: Object.fromEntries(names.map((name) => [name, violated()])),
    } as never) as AnySuite
    const text = textOf(await checked(expected), options)
    expect(text).toContain('breaks as expected: promise 9 (2 states)\n')
    expect(text).not.toContain('not told')
  })
})
