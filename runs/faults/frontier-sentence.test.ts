import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { type Budget, budgetsUpTo, isAtMost } from '../../checker/faults/budgets.ts'
import type { Entry } from '../../checker/faults/fault-search.ts'
import { frontier } from '../../checker/faults/frontier.ts'
import type { Verdict } from '../../checker/result.ts'
import type { FaultKind, PropertyKind } from '../../spec/language/index.ts'
import { budgetText, frontierSentence, triedText } from './frontier-sentence.ts'

const crash = { key: 'crash', words: 'crash', plural: 'crashes' }
const loss = { key: 'loss', words: 'lost message', plural: 'lost messages' }
const cut = { key: 'cut', words: 'power cut', plural: 'power cuts' }

const kindsOf = (most: Budget): readonly FaultKind[] =>
  [crash, loss, cut].slice(0, most.length).map((kind, index) => ({ ...kind, most: most[index] ?? 0 }))

/** `most` counts crashes, lost messages and power cuts, in this order. */
function sentence(
  most: Budget,
  verdictOf: (budget: Budget) => Verdict | 'untried',
  { kind = 'always' as PropertyKind, bounds = null as string | null } = {},
): string {
  const entry = (budget: Budget): Entry => {
    const verdict = verdictOf(budget)
    return verdict === 'untried' ? { how: 'untried', verdict: 'undecided' } : { how: 'explored', verdict }
  }
  return frontierSentence(kind, kindsOf(most), frontier(budgetsUpTo(most), entry), bounds)
}

const brokenFrom =
  (...fewest: Budget[]) =>
  (budget: Budget): Verdict =>
    fewest.some((less) => isAtMost(less, budget)) ? 'violated' : 'holds'

const reachedFrom =
  (...fewest: Budget[]) =>
  (budget: Budget): Verdict =>
    fewest.some((less) => isAtMost(less, budget)) ? 'reachable' : 'unreachable'

describe('a budget in words', () => {
  it.each<[Budget, string]>([
    [[0, 0, 0], 'no fault'],
    [[1, 0, 0], '1 crash'],
    [[2, 1, 3], '2 crashes + 1 lost message + 3 power cuts'],
    [[0, 1000, 0], '1,000 lost messages'],
  ])('%j: %s', (budget, text) => {
    expect(budgetText(kindsOf([9, 9, 9]), budget)).toBe(text)
  })

  it('all that was tried', () => {
    expect(triedText(kindsOf([1]))).toBe('up to 1 crash')
    expect(triedText(kindsOf([2, 1]))).toBe('up to 2 crashes and 1 lost message')
    expect(triedText(kindsOf([2, 1, 2]))).toBe('up to 2 crashes, 1 lost message and 2 power cuts')
  })
})

describe('the frontier of a promise', () => {
  it.each<[string, Budget, Budget[], string]>([
    ['never broken', [2, 1], [], 'holds with up to 2 crashes and 1 lost message (all that was tried)'],
    ['broken anyway', [2, 1], [[0, 0]], 'broken without any fault'],
    ['by any one fault', [1], [[1]], 'holds without faults; broken by 1 crash'],
    [
      'by one of each',
      [1, 1],
      [
        [1, 0],
        [0, 1],
      ],
      'holds without faults; broken by 1 crash, or by 1 lost message',
    ],
    ['by several of a kind', [2], [[2]], 'holds with any 1 crash; broken by 2 crashes'],
    ['by one kind only', [2, 1], [[0, 1]], 'holds with any 2 crashes; broken by 1 lost message'],
    [
      'by two kinds together',
      [1, 1, 1],
      [[1, 1, 0]],
      'holds with any 1 crash + 1 power cut, or any 1 lost message + 1 power cut; broken by 1 crash + 1 lost message',
    ],
    [
      'where less says it all',
      [2, 1],
      [
        [2, 0],
        [1, 1],
      ],
      'broken by 2 crashes, or by 1 crash + 1 lost message; holds with anything less',
    ],
    ['where less says it but once', [2, 1], [[1, 1]], 'holds with any 2 crashes; broken by 1 crash + 1 lost message'],
    [
      'in two ways',
      [2, 1, 1],
      [
        [2, 0, 0],
        [0, 0, 1],
      ],
      'holds with any 1 crash + 1 lost message; broken by 1 power cut, or by 2 crashes',
    ],
  ])('%s', (_, most, fewest, expected) => {
    expect(sentence(most, brokenFrom(...fewest))).toBe(expected)
  })

  it('that more faults mend names the budgets with which it holds again', () => {
    const odd = ([crashes = 0]: Budget): Verdict => (crashes % 2 === 1 ? 'violated' : 'holds')
    expect(sentence([2], odd)).toBe('holds without faults; broken by 1 crash; holds again with 2 crashes')
    expect(sentence([3, 1], odd, { kind: 'eventually' })).toBe(
      'holds with any 1 lost message; broken by 1 crash; holds again with 2 crashes, or with 2 crashes + 1 lost message',
    )
    expect(sentence([14], odd)).toBe(
      'holds without faults; broken by 1 crash; holds again with 2 crashes, or with 4 crashes, or with 6 crashes and 4 more',
    )
    expect(sentence([1], ([crashes = 0]) => (crashes === 0 ? 'violated' : 'holds'))).toBe(
      'broken without any fault; holds again with 1 crash',
    )
  })

  it.each<[string, Budget, (budget: Budget) => Verdict | 'untried', string]>([
    ['everything', [1], () => 'undecided', 'undecided without faults'],
    [
      'what was not tried',
      [2],
      ([n = 0]) => (n < 2 ? 'holds' : 'untried'),
      'holds with any 1 crash; undecided with 2 crashes',
    ],
    [
      'what is above something open',
      [2],
      ([n = 0]) => (n === 1 ? 'undecided' : 'holds'),
      'holds without faults; undecided with 1 crash',
    ],
    [
      'something below what breaks',
      [2],
      ([n = 0]) => (['holds', 'undecided', 'violated'] as const)[n] ?? 'undecided',
      'holds without faults; undecided with 1 crash; broken by 2 crashes, perhaps by fewer',
    ],
    [
      'something beside what breaks',
      [1, 1],
      ([crashes = 0, losses = 0]) => (losses === 1 ? 'undecided' : crashes === 1 ? 'violated' : 'holds'),
      'holds without faults; undecided with 1 lost message; broken by 1 crash',
    ],
    [
      'what was not tried above what breaks, which is of no interest',
      [2],
      ([n = 0]) => (['holds', 'violated', 'untried'] as const)[n] ?? 'untried',
      'holds without faults; broken by 1 crash',
    ],
    [
      'what holds in several ways, below something open',
      [2, 2],
      (budget) => {
        if (brokenFrom([2, 1], [1, 2])(budget) === 'violated') return 'violated'
        return String(budget) === '1,1' ? 'undecided' : 'holds'
      },
      'holds with any 2 crashes, or any 2 lost messages; undecided with 1 crash + 1 lost message; ' +
        'broken by 2 crashes + 1 lost message, or by 1 crash + 2 lost messages, perhaps by fewer',
    ],
  ])('never passes off as kept: %s', (_, most, verdictOf, expected) => {
    expect(sentence(most, verdictOf)).toBe(expected)
  })

  it('holds only inside the bounds of the exploration', () => {
    const bounds = { bounds: 'to depth 12' }
    expect(sentence([1], brokenFrom(), bounds)).toBe('holds with up to 1 crash (all that was tried, to depth 12)')
    expect(sentence([1], brokenFrom([1]), bounds)).toBe('holds without faults (to depth 12); broken by 1 crash')
    expect(sentence([2, 1], brokenFrom([2, 0], [1, 1]), bounds)).toBe(
      'broken by 2 crashes, or by 1 crash + 1 lost message; holds with anything less (to depth 12)',
    )
    expect(sentence([1], brokenFrom([0]), bounds)).toBe('broken without any fault')
  })
})

describe('the frontier of a goal', () => {
  it.each<[string, Budget, Budget[], string]>([
    ['reached anyway', [1], [[0]], 'reached without faults'],
    ['never reached', [2, 1], [], 'not reached with up to 2 crashes and 1 lost message (all that was tried)'],
    [
      'by some faults',
      [2, 1],
      [
        [2, 0],
        [0, 1],
      ],
      'reached with 1 lost message, or with 2 crashes',
    ],
  ])('%s', (_, most, fewest, expected) => {
    expect(sentence(most, reachedFrom(...fewest), { kind: 'reachable' })).toBe(expected)
  })

  it('says what is open, what more faults prevent, and its bounds', () => {
    const kind = 'reachable-step'
    expect(sentence([1], ([n = 0]) => (n === 0 ? 'reachable' : 'unreachable'), { kind })).toBe(
      'reached without faults; not reached with 1 crash',
    )
    expect(
      sentence([2], ([n = 0]) => (['unreachable', 'undecided', 'reachable'] as const)[n] ?? 'undecided', { kind }),
    ).toBe('reached with 2 crashes, perhaps with fewer; undecided with 1 crash')
    const bounds = 'inside constraint "short"'
    expect(sentence([2], reachedFrom([1]), { kind, bounds })).toBe('reached with 1 crash (inside constraint "short")')
    expect(sentence([2], reachedFrom([0]), { kind, bounds })).toBe('reached without faults')
  })
})

const most = [2, 1, 2]
const fewest = fc.array(fc.tuple(...most.map((times) => fc.integer({ min: 0, max: times }))), { maxLength: 3 })

test.prop([fewest, fewest])('two monotone promises read the same only where they are', (one, other) => {
  const [left, right] = [brokenFrom(...one), brokenFrom(...other)]
  const isSame = budgetsUpTo(most).every((budget) => left(budget) === right(budget))
  expect(sentence(most, left) === sentence(most, right)).toBe(isSame)
})
