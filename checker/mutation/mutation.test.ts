import { describe, expect, it } from 'vitest'
import {
  append,
  at,
  bag,
  change,
  disabled,
  each,
  insert,
  list,
  record,
  removeOne,
  type SpecDefinition,
  set,
  specify,
  tail,
  truncate,
} from '../../spec/language/index.ts'
import { exploreReference } from '../../test/oracle/explore.ts'
import { check } from '../check.ts'
import { mutated } from './mutate.ts'
import { mutation } from './mutation.ts'
import { canDiffer, mutationsOf } from './mutations-of.ts'
import { type Observation, observing } from './observe.ts'

type Letter = 'a' | 'b'

/** A post office with two boxes: every kind of value that can be mutated. */
const post = specify('post', {
  bag: bag<Letter>(),
  seen: set<Letter>(),
  box: each(['north', 'south'], [] as readonly Letter[]),
  book: { sent: 0, delivered: 0, last: null as Letter | null },
})
  .action('post')
  .over('letter', ['a', 'b'])
  .when((s) => s.book.sent < 2)
  .changes((s, { letter }) => ({ bag: insert(s.bag, letter), book: { ...s.book, sent: s.book.sent + 1 } }))
  .action('deliver')
  .over('letter', (s) => s.bag)
  .over('to', ['north', 'south'])
  .changes((s, { letter, to }) => ({
    bag: removeOne(s.bag, letter),
    seen: insert(s.seen, letter),
    box: at(to, [...s.box[to], letter]),
    book: { ...s.book, delivered: s.book.delivered + 1, last: letter },
  }))
  .action('return to sender')
  .when((s) => s.bag.length > 0)
  .changes((s) => {
    const [letter] = s.bag
    if (letter === 'b' || letter === undefined) return disabled
    return { bag: insert(removeOne(s.bag, letter), 'b') }
  })
  .action('strike')
  .when((s) => s.book.sent > 2)
  .changes(() => ({ bag: bag<Letter>() }))
  .action('rest')
  .when((s) => s.book.sent >= 0)
  .changes((s) => ({ seen: s.seen }))

const bounded = { exhaust: true, maxDepth: 6 }

function observed(definition: SpecDefinition): Observation {
  const observer = observing(definition)
  check(observer.definition, { exhaust: true })
  return observer.observation()
}

describe('what there is to mutate', () => {
  it('is what actions were seen to do: every guard, every change, every addition', () => {
    expect(mutationsOf([observed(post.definition)]).map(({ id }) => id)).toEqual([
      'post: guard disabled',
      'post: never fires',
      'post: keeps bag',
      'post: adds twice to bag',
      'post: keeps book.sent',
      'deliver: never fires',
      'deliver: keeps bag',
      'deliver: keeps book',
      'deliver: keeps book.delivered',
      'deliver: keeps book.last',
      'deliver: keeps box',
      'deliver: adds twice to box',
      'deliver: keeps seen',
      'return to sender: guard disabled',
      'return to sender: never fires',
      'return to sender: adds nothing to bag',
      'return to sender: removes nothing from bag',
      'return to sender: adds twice to bag',
      'strike: guard disabled',
      'strike: never fires',
      'rest: guard disabled',
      'rest: never fires',
    ])
  })

  it('can make a difference only where it was seen', () => {
    const observation = observed(post.definition)
    const idle = mutationsOf([observation]).filter((each) => !canDiffer(each, observation))
    expect(idle.map(({ id }) => id)).toEqual(['strike: never fires', 'rest: guard disabled'])
    expect(canDiffer(mutation('write-dropped', 'post', ['seen']), observation)).toBe(false)
    expect(canDiffer(mutation('never-fires', 'no such action'), observation)).toBe(false)
  })

  it('is the union over the scenarios of a suite', () => {
    const shared = specify('counter', { n: { value: 0, ups: 0 } })
    const up = shared
      .action('up')
      .when((s) => s.n.value < 3)
      .changes((s) => ({ n: { ...s.n, value: s.n.value + 1 } }))
    const both = shared
      .action('up')
      .when((s) => s.n.value < 3)
      .changes((s) => ({ n: { value: s.n.value + 1, ups: s.n.ups + 1 } }))
      .action('down')
      .when((s) => s.n.value > 0)
      .changes((s) => ({ n: { ...s.n, value: s.n.value - 1 } }))
      .constraint('few', (s) => s.n.ups < 5)
    const observations = [observed(up.definition), observed(both.definition)]
    expect(mutationsOf(observations.slice(0, 1)).map(({ id }) => id)).toEqual([
      'up: guard disabled',
      'up: never fires',
      'up: keeps n.value',
    ])
    expect(mutationsOf(observations).map(({ id }) => id)).toEqual([
      'up: guard disabled',
      'up: never fires',
      'up: keeps n',
      'up: keeps n.ups',
      'up: keeps n.value',
      'down: guard disabled',
      'down: never fires',
      'down: keeps n.value',
    ])
  })

  it('is of a list what it is of an array, and its mutants are the same', () => {
    const logs = (start: readonly number[]) =>
      specify('logs', { log: each(['a', 'b'], start), disk: record({ entries: start }) })
        .action('add')
        .over('node', ['a', 'b'])
        .over('entry', [1, 2])
        .when((s, { node }) => s.log[node].length < 2)
        .changes((s, { node, entry }) => ({
          log: at(node, append(s.log[node], entry)),
          disk: change(s.disk, { entries: truncate(append(s.disk.entries, entry), 2) }),
        }))
        .action('cut')
        .over('node', ['a', 'b'])
        .changes((s, { node }) => ({ log: at(node, tail(s.log[node])) }))
        .constraint('short', (s) => s.log.a.length < 4 && s.log.b.length < 4).definition
    const [ofLists, ofArrays] = [logs(list<number>()), logs([])]
    const observation = observed(ofLists)
    expect(observation).toEqual(observed(ofArrays))
    const mutations = mutationsOf([observation])
    expect(mutations.map(({ id }) => id)).toContain('add: adds twice to log')
    for (const each of mutations) {
      const [states, same] = [ofLists, ofArrays].map((definition) => check(mutated(definition, each), bounded).states)
      expect([each.id, states]).toEqual([each.id, same])
    }
  })

  it('is seen of a list in a record whatever was seen of it before', () => {
    const definition = specify('disk', { disk: record({ entries: list<number>() }), isDirty: false })
      .action('write')
      .when((s) => s.disk.entries.length === 0)
      .changes((s) => ({ disk: change(s.disk, { entries: append(s.disk.entries, 1) }), isDirty: true }))
      .action('cut')
      .changes((s) => ({ disk: change(s.disk, { entries: truncate(s.disk.entries, 0) }) })).definition
    expect(mutationsOf([observed(definition)]).map(({ id }) => id)).toEqual([
      'write: guard disabled',
      'write: never fires',
      'write: keeps disk.entries',
      'write: adds twice to disk.entries',
      'write: keeps isDirty',
      'cut: never fires',
      'cut: keeps disk.entries',
    ])
  })

  it('quotes names that are no identifiers', () => {
    expect(mutation('write-dropped', 'x', ['by node', 'm1', 'is done']).id).toBe('x: keeps ["by node"].m1["is done"]')
  })
})

describe('a mutant', () => {
  /** The states that one step of the action leads to, from a state that is given as changes. */
  function stepsOf(action: string, from: object, ...mistake: Parameters<typeof mutation> | []): readonly object[] {
    const [kind, name, path] = mistake
    const definition = kind === undefined ? post.definition : mutated(post.definition, mutation(kind, name ?? '', path))
    const start = {
      ...definition,
      initialStates: () => [from],
      actions: definition.actions.filter((each) => each.name === action),
    }
    const reached: object[] = []
    const recording = {
      ...start,
      properties: [
        {
          kind: 'always-step' as const,
          name: 'recorder',
          declaredAt: () => null,
          holds: (_before: unknown, _step: unknown, state: object) => {
            reached.push(JSON.parse(JSON.stringify(state)))
            return true
          },
        },
      ],
    }
    exploreReference(recording as unknown as SpecDefinition, { maxDepth: 2 })
    return reached
  }
  const waiting = { bag: bag<Letter>(['a']), book: { sent: 1, delivered: 0, last: null } }
  const done = { bag: [], seen: ['a'], box: { north: ['a'], south: [] }, book: { sent: 1, delivered: 1, last: 'a' } }

  it('ignores its guard', () => {
    const full = { ...waiting, book: { ...waiting.book, sent: 2 } }
    expect(stepsOf('post', full)).toEqual([])
    expect(stepsOf('post', full, 'guard-disabled', 'post')).toHaveLength(2)
  })

  it('never fires', () => {
    expect(stepsOf('deliver', waiting)).toHaveLength(2)
    expect(stepsOf('deliver', waiting, 'never-fires', 'deliver')).toEqual([])
    expect(stepsOf('deliver', waiting, 'never-fires', 'post')).toHaveLength(2)
  })

  it('leaves out what it does to a variable, a family or a field, and nothing else', () => {
    expect(stepsOf('deliver', waiting)[0]).toEqual(done)
    const without = (...path: string[]) => stepsOf('deliver', waiting, 'write-dropped', 'deliver', path)[0]
    expect(without('bag')).toEqual({ ...done, bag: ['a'] })
    expect(without('box')).toEqual({ ...done, box: { north: [], south: [] } })
    expect(without('book')).toEqual({ ...done, book: waiting.book })
    expect(without('book', 'last')).toEqual({ ...done, book: { ...done.book, last: null } })
    expect(without('book', 'no such field')).toEqual(done)
  })

  it('adds nothing, removes nothing, adds twice', () => {
    expect(stepsOf('return to sender', waiting)).toMatchObject([{ bag: ['b'] }])
    const wrong = (...mistake: Parameters<typeof mutation>) => stepsOf('return to sender', waiting, ...mistake)
    expect(wrong('addition-dropped', 'return to sender', ['bag'])).toMatchObject([{ bag: [] }])
    expect(wrong('removal-dropped', 'return to sender', ['bag'])).toMatchObject([{ bag: ['a', 'b'] }])
    expect(wrong('addition-doubled', 'return to sender', ['bag'])).toMatchObject([{ bag: ['b', 'b'] }])
    expect(stepsOf('deliver', waiting, 'addition-doubled', 'deliver', ['box'])[0]).toEqual({
      ...done,
      box: { north: ['a', 'a'], south: [] },
    })
  })

  it('keeps bags bags and sets sets', () => {
    for (const each of mutationsOf([observed(post.definition)])) {
      const unbounded = mutated(post.definition, each)
      expect(() => check(unbounded, { maxDepth: 5 })).not.toThrow()
    }
  })

  it('of an action that is not there is a mistake of the caller', () => {
    expect(() => mutated(post.definition, mutation('never-fires', 'posst'))).toThrow('there is no action "posst"')
  })

  it('still has the errors of the specification, named as they are without it', () => {
    const broken = specify('broken', { n: 0 })
      .action('inc')
      .changes(() => ({ m: 1 }) as never)
    const message = (definition: SpecDefinition) => {
      try {
        check(definition)
      } catch (error) {
        return (error as Error).message
      }
      return null
    }
    expect(message(broken.definition)).toContain('it changes "m", which is no variable')
    expect(message(observing(broken.definition).definition)).toBe(message(broken.definition))
    expect(message(mutated(broken.definition, mutation('write-dropped', 'inc', ['n'])))).toBe(
      message(broken.definition),
    )
  })
})
