import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import type { PropertyKind } from '../../spec/language/index.ts'
import { type Budget, budgetsUpTo, isAtMost, isBelow } from './budgets.ts'
import { FaultSearch, type FaultTask } from './fault-search.ts'
import { frontierOf } from './frontier.ts'

/** What is true of a property, asked by the search or not. */
interface Truth {
  readonly name: string
  readonly kind: PropertyKind
  readonly isBroken: (budget: Budget) => boolean
  /** Whether the story of one budget runs to the same end in another where the property is broken, too. */
  readonly isSame: (from: Budget, budget: Budget) => boolean
}

/** Runs a search to its end and records what it asked for. */
function searched(most: Budget, truths: readonly Truth[]) {
  const search = new FaultSearch(most, truths)
  const explored: Budget[] = []
  const replayed: (FaultTask & { readonly kind: 'replay' })[] = []
  for (let task = search.next(); task !== null; task = search.next()) {
    const { budget } = task
    if (task.kind === 'explore') {
      explored.push(budget)
      const found = truths.map(({ name, isBroken }) => {
        const verdict = isBroken(budget) ? ('violated' as const) : ('holds' as const)
        return [name, { verdict, hasStory: verdict === 'violated' }] as const
      })
      search.explored(task, new Map(found))
    } else {
      replayed.push(task)
      const { from, property } = task
      const truth = truths.find(({ name }) => name === property)
      const isSame = truth?.isBroken(budget) === true && truth.isSame(from, budget)
      search.replayed(task, isSame ? { isSame } : { isSame, reason: 'kept' })
    }
  }
  return { search, explored, replayed }
}

const boxes = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 })
const safetyKinds = ['always', 'always-step', 'deadlock-free', 'no-way-back'] as const
const livenessKinds = ['eventually', 'leads-to', 'infinitely-often', 'eventually-always', 'can-always-reach'] as const

/** A fixed pseudo-random answer for every question. */
const answers = fc.func(fc.boolean()).map(
  (answer) =>
    (...budgets: Budget[]) =>
      answer(budgets.join(' ')),
)

/** Broken from some budgets on. */
const monotone = (most: Budget) =>
  fc
    .array(fc.tuple(...most.map((times) => fc.integer({ min: 0, max: times }))), { maxLength: 3 })
    .map((fewest) => (budget: Budget) => fewest.some((less) => isAtMost(less, budget)))

const cases = <T>(truths: (most: Budget) => fc.Arbitrary<T>) =>
  boxes.chain((most) => fc.record({ most: fc.constant(most as Budget), truths: truths(most) }))

const named = (each: fc.Arbitrary<Omit<Truth, 'name'>>) =>
  fc
    .array(each, { minLength: 1, maxLength: 3 })
    .map((all) => all.map((truth, index): Truth => ({ ...truth, name: `p${index}` })))

const monotoneSafety = cases((most) =>
  named(
    fc.record({ kind: fc.constantFrom(...safetyKinds), isBroken: monotone(most), isSame: fc.constant(() => true) }),
  ),
)
const anything = cases(() =>
  named(fc.record({ kind: fc.constantFrom(...safetyKinds, ...livenessKinds), isBroken: answers, isSame: answers })),
)

/** The definition of the frontier, word for word, over every pair of budgets. */
function bruteFrontier(most: Budget, isBroken: Truth['isBroken']) {
  const all = budgetsUpTo(most)
  const broken = all.filter((budget) => isBroken(budget))
  const safe = all.filter((budget) => all.every((less) => !isAtMost(less, budget) || !isBroken(less)))
  return {
    fewest: broken.filter((budget) => broken.every((less) => !isBelow(less, budget))),
    safe: safe.filter((budget) => safe.every((more) => !isBelow(budget, more))),
    exceptions: all.filter((budget) => !isBroken(budget) && broken.some((less) => isBelow(less, budget))),
    undecided: [],
    isSettled: true,
  }
}

describe('a search', () => {
  test.prop([anything])('tells the truth of every property with every budget, monotone or not', ({ most, truths }) => {
    const { search } = searched(most, truths)
    for (const { name, isBroken } of truths) {
      for (const budget of search.budgets) {
        expect(search.entry(name, budget).verdict).toBe(isBroken(budget) ? 'violated' : 'holds')
      }
      expect(frontierOf(search, name)).toEqual(bruteFrontier(most, isBroken))
    }
  })

  test.prop([anything])('leaves no entry that is neither explored nor confirmed', ({ most, truths }) => {
    const { search, explored, replayed } = searched(most, truths)
    for (const { name, kind } of truths) {
      for (const budget of search.budgets) {
        const entry = search.entry(name, budget)
        if (entry.how === 'explored') expect(explored).toContainEqual(budget)
        else {
          expect(entry.how).toBe('replayed')
          expect(safetyKinds).toContain(kind)
          expect(replayed).toContainEqual(expect.objectContaining({ budget, property: name }))
        }
      }
    }
  })

  test.prop([monotoneSafety])('explores only where some promise may still hold', ({ most, truths }) => {
    const { search, explored } = searched(most, truths)
    const isOpen = (budget: Budget): boolean =>
      truths.some(({ isBroken }) => !search.budgets.some((less) => isBelow(less, budget) && isBroken(less)))
    expect(explored).toEqual(search.budgets.filter(isOpen))
    expect(search.replays.every(({ result }) => result.isSame)).toBe(true)
  })

  test.prop([anything])('explores every budget where there is a liveness property', ({ most, truths }) => {
    const { explored } = searched(most, [
      ...truths,
      { name: 'live', kind: 'eventually', isBroken: () => true, isSame: () => true },
    ])
    expect(explored).toEqual(budgetsUpTo(most))
  })

  test.prop([anything])('never asks the same thing twice, and never runs a story again with fewer faults', (given) => {
    const { explored, replayed } = searched(given.most, given.truths)
    expect(new Set(explored.map(String)).size).toBe(explored.length)
    const asked = replayed.map(({ property, from, budget }) => `${property} ${from} ${budget}`)
    expect(new Set(asked).size).toBe(asked.length)
    for (const { from, budget } of replayed) expect(isBelow(from, budget)).toBe(true)
  })
})

describe('a story that does not run to the same end with more faults', () => {
  const mended: Truth = {
    name: 'mended',
    kind: 'always',
    isBroken: ([crashes = 0]) => crashes === 1 || crashes === 3,
    isSame: () => true,
  }

  it('makes the search explore that budget after all, and is on record', () => {
    const { search, explored } = searched([3], [mended])
    expect(explored).toEqual([[0], [1], [2]])
    expect(search.replays).toEqual([
      { property: 'mended', from: [1], budget: [2], result: { isSame: false, reason: 'kept' } },
      { property: 'mended', from: [1], budget: [3], result: { isSame: true } },
    ])
    expect(frontierOf(search, 'mended')).toEqual({
      fewest: [[1]],
      safe: [[0]],
      exceptions: [[2]],
      undecided: [],
      isSettled: true,
    })
  })

  it('gives way to another story from fewer faults that does', () => {
    const cuts = { ...mended, isBroken: () => true, isSame: (from: Budget) => from[0] === 1 }
    const { search, explored } = searched([2], [{ ...cuts, isBroken: ([crashes = 0]) => crashes > 0 }])
    expect(explored).toEqual([[0], [1]])
    expect(search.entry('mended', search.budgets[2] ?? [])).toMatchObject({ how: 'replayed', verdict: 'violated' })
    const stubborn = searched([2], [cuts])
    expect(stubborn.explored).toEqual([[0], [1]])
    expect(stubborn.search.replays.map(({ result }) => result.isSame)).toEqual([false, false, true])
  })
})

describe('a limit', () => {
  const begin = () => new FaultSearch([1, 1], [{ name: 'p', kind: 'always' }])
  const explore = (
    search: FaultSearch,
    verdict: 'holds' | 'violated' | 'undecided',
    hasStory = verdict === 'violated',
  ) => {
    const task = search.next()
    if (task?.kind !== 'explore') throw new Error(`expected an exploration, got ${task?.kind}`)
    search.explored(task, new Map([['p', { verdict, hasStory }]]))
    return task.budget
  }

  it('leaves undecided what it left open, and that is no pass', () => {
    const search = begin()
    explore(search, 'holds')
    explore(search, 'undecided')
    explore(search, 'violated')
    const task = search.next()
    if (task?.kind !== 'replay') throw new Error('expected a replay')
    search.replayed(task, { isSame: true })
    expect(search.next()).toBeNull()
    expect(frontierOf(search, 'p')).toEqual({
      fewest: [[0, 1]],
      safe: [[0, 0]],
      exceptions: [],
      undecided: [[1, 0]],
      isSettled: false,
    })
  })

  it('leaves a search that is ended early with what is known so far', () => {
    const search = begin()
    explore(search, 'holds')
    explore(search, 'violated')
    expect(frontierOf(search, 'p')).toEqual({
      fewest: [[1, 0]],
      safe: [[0, 0]],
      exceptions: [],
      undecided: [[0, 1]],
      isSettled: false,
    })
    expect(frontierOf(begin(), 'p')).toEqual({
      fewest: [],
      safe: [],
      exceptions: [],
      undecided: [[0, 0]],
      isSettled: false,
    })
  })

  it('ends a replay, so that the budget is explored, and nothing is said about its story', () => {
    const search = begin()
    explore(search, 'violated')
    const task = search.next()
    if (task?.kind !== 'replay') throw new Error('expected a replay')
    search.replayed(task, null)
    expect(explore(search, 'violated')).toEqual([1, 0])
    expect(search.replays).toEqual([])
  })

  it('leaves no story to run again, so that the next budget is explored', () => {
    const search = begin()
    explore(search, 'violated', false)
    expect(explore(search, 'violated')).toEqual([1, 0])
  })

  it('does not undo what a replay has shown', () => {
    const search = oneReplayed()
    const task = search.next()
    if (task?.kind !== 'explore') throw new Error('expected an exploration')
    search.explored(task, new Map())
    expect(search.entry('p', task.budget)).toMatchObject({ how: 'replayed', verdict: 'violated' })
    expect(search.entry('q', task.budget)).toEqual({ how: 'explored', verdict: 'undecided' })
  })
})

it('a replay and an exploration that contradict each other are no result', () => {
  const search = oneReplayed()
  const task = search.next()
  if (task?.kind !== 'explore') throw new Error('expected an exploration')
  expect(() => search.explored(task, new Map([['p', { verdict: 'holds', hasStory: false }]]))).toThrow(
    '"p" is holds when explored with 1, and violated by replay',
  )
})

/** Both promises are broken without faults; with one, the story of `p` came to the same end, and that of `q` did not. */
function oneReplayed(): FaultSearch {
  const search = new FaultSearch(
    [1],
    [
      { name: 'p', kind: 'always' },
      { name: 'q', kind: 'always' },
    ],
  )
  const broken = { verdict: 'violated', hasStory: true } as const
  for (let task = search.next(); task !== null; task = search.next()) {
    if (task.kind === 'replay') {
      search.replayed(task, task.property === 'p' ? { isSame: true } : { isSame: false, reason: 'kept' })
    } else if (task.budget[0] === 0) {
      search.explored(
        task,
        new Map([
          ['p', broken],
          ['q', broken],
        ]),
      )
    } else break
  }
  return search
}
