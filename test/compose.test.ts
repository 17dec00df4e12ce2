/** What a composed specification means, and what it refuses. */
import { describe, expect, it } from 'vitest'
import { alternatingBit } from '../spec/classic/alternating-bit.ts'
import { alternatingBitComposed } from '../spec/classic/alternating-bit-composed.ts'
import {
  at,
  bag,
  change,
  compose,
  each,
  every,
  fromReducer,
  insert,
  record,
  removeOne,
  type SpecDefinition,
  type SpecError,
  type StateOf,
  set,
  specify,
} from '../spec/language/index.ts'
import { PlainWorld } from '../spec/semantics/plain-world.ts'
import { expectAgreement, runEngine } from './oracle/agreement.ts'

/** Counts to the limit; ticks are seen by others only through a joint step. */
const counter = (limit: number) =>
  specify('counter', { n: 0 })
    .derive('isFull', (s) => s.n === limit)
    .action('add')
    .over('by', [1, 2])
    .when((s, { by }) => s.n + by <= limit)
    .changes((s, { by }) => ({ n: s.n + by }))
    .always('stays in bounds', (s) => s.n <= limit)

const pool = specify('pool', { items: bag<number>(), seen: each(['a', 'b'], false) })
  .action('put')
  .over('item', [1, 2, 3])
  .when((s) => s.items.length < 2)
  .changes((s, { item }) => ({ items: insert(s.items, item) }))
  .action('see')
  .over('by', ['a', 'b'])
  .changes((_s, { by }) => ({ seen: at(by, true) }))

const verdicts = (definition: Parameters<typeof expectAgreement>[0]) =>
  Object.fromEntries(expectAgreement(definition).properties.map(({ name, verdict }) => [name, verdict]))

describe('components side by side', () => {
  it('have each their own variables, so that the states are all pairs', () => {
    const two = compose('two', { left: counter(2), right: counter(3) })
    expect(two.definition.variables.map(({ name }) => name)).toEqual(['left.n', 'right.n'])
    expect(two.definition.actions.map(({ name }) => name)).toEqual(['left.add', 'right.add'])
    expect(expectAgreement(two.definition).states).toEqual({ distinct: 12, generated: 28, depth: 4 })
  })

  it('keep their promises, and more may be said of the whole', () => {
    const two = compose('two', { left: counter(2), right: counter(3) })
      .derive('sum', (s) => s.left.n + s.right.n)
      .action('reset')
      .when((s) => s.left.isFull && s.right.isFull)
      .changes(() => ({ left: { n: 0 }, right: { n: 0 } }))
      .always('the sum is small', (s) => s.sum <= 4)
      .alwaysStep('a reset comes from the top', (before, step) => step.action !== 'reset' || before.sum === 5)
      .reachableStep(
        'left adds two',
        (_b, step, after) => step.action === 'left.add' && step.args.by === 2 && after.left.n === 2,
      )
    expect(verdicts(two.definition)).toEqual({
      'left.stays in bounds': 'holds',
      'right.stays in bounds': 'holds',
      'the sum is small': 'violated',
      'a reset comes from the top': 'holds',
      'left adds two': 'reachable',
    })
  })

  it('see nothing but themselves', () => {
    const curious = specify('curious', { x: 0 })
      .action('look')
      .changes((s) => ({ x: (s as { n?: number }).n ?? 7 }))
    const message = messageOf(() => runEngine(compose('both', { curious, left: counter(1) }).definition))
    expect(message).toContain('there is no variable "curious.n"')
  })

  it('read no more than what they look at: user code runs as often as for the same specification written as one', () => {
    const keys = [0, 1, 2, 3, 4, 5, 6]
    const large = specify('large', { on: each(keys, false) })
      .action('toggle')
      .over('key', keys)
      .changes((s, { key }) => ({ on: at(key, !s.on[key]) }))
    const composed = compose('whole', { large, other: counter(2) }).always(
      'one looks',
      (s) => !s.large.on[3] || s.other.n < 9,
    )
    const flat = specify('flat', { on: each(keys, false), n: 0 })
      .derive('isFull', (s) => s.n === 2)
      .action('toggle')
      .over('key', keys)
      .changes((s, { key }) => ({ on: at(key, !s.on[key]) }))
      .action('add')
      .over('by', [1, 2])
      .when((s, { by }) => s.n + by <= 2)
      .changes((s, { by }) => ({ n: s.n + by }))
      .always('stays in bounds', (s) => s.n <= 2)
      .always('one looks', (s) => !s.on[3] || s.n < 9)
    const runs = [composed, flat].map(({ definition }) => {
      const { states, engine } = runEngine(definition)
      return { states, runs: engine.reducerRuns }
    })
    expect(runs[0]).toEqual(runs[1])
    expect(runs[0]?.states.distinct).toBe(3 * 2 ** 7)
  })

  it('may be told how the whole begins, and that it begins nowhere', () => {
    const two = compose('two', { left: counter(2), right: counter(3) })
    const starts = (definition: SpecDefinition) => Array.from(new PlainWorld(definition).initialStates())
    expect(starts(two.startingFrom([{ left: { n: 1 } }, {}]).definition)).toEqual([
      { 'left.n': 1, 'right.n': 0 },
      { 'left.n': 0, 'right.n': 0 },
    ])
    expect(starts(two.startingFrom(() => [{ right: { n: 3 } }]).definition)).toEqual([{ 'left.n': 0, 'right.n': 3 }])
    const odd = two.startingFrom((() => 3) as never)
    expect(messageOf(() => runEngine(odd.definition))).toContain('startingFrom() got 3 from its function')
  })

  it('begin with every pair of their initial states', () => {
    const some = counter(3).startingFrom([{ n: 0 }, { n: 2 }])
    const world = new PlainWorld(compose('pairs', { left: some, right: some }).definition)
    const starts = Array.from(world.initialStates(), (state) => [state['left.n'], state['right.n']])
    expect(starts).toEqual([
      [0, 0],
      [0, 2],
      [2, 0],
      [2, 2],
    ])
  })
})

describe('a joint step', () => {
  const both = compose(
    'both',
    { counter: counter(4), pool },
    { together: { count: { counter: 'add', pool: { put: { item: 'by' } } } } },
  )

  it('is enabled where all of its actions are, with one value for parameters that are matched', () => {
    const { definition } = both
    expect(definition.actions.map(({ name }) => name)).toEqual(['pool.see', 'count'])
    // 3 is no step of the counter.
    expect(definition.actions[1]?.parameters).toEqual([{ name: 'by', domain: [1, 2] }])
    const result = expectAgreement(
      both
        .always(
          'the pool has what was counted',
          (s) => s.pool.items.reduce((sum, item) => sum + item, 0) === s.counter.n,
        )
        .reachable('all is seen', (s) => every(s.pool.seen, true) && s.pool.items.length === 2).definition,
    )
    expect(result.properties.map(({ verdict }) => verdict)).toEqual(['holds', 'holds', 'reachable'])
    // 0; 1, 2; and the bags {1,1}, {1,2}, {2,2}: with four of those who may have seen it.
    expect(result.states.distinct).toBe(24)
  })

  it('takes what a pool has to offer one by one, as far as its other actions allow the value', () => {
    const numbers = [0, 1, 2, 3]
    const post = specify('post', { bag: set<number>() })
      .action('put')
      .over('n', numbers)
      .changes((s, { n }) => ({ bag: insert(s.bag, n) }))
      .action('take')
      .over('n', (s) => s.bag)
      .changes((s, { n }) => ({ bag: removeOne(s.bag, n) }))
    const reader = specify('reader', { last: 0 })
      .action('read')
      .over('n', [0, 1, 2])
      .when((s, { n }) => [0, 1, 2][n] !== undefined && s.last !== n)
      .changes((_s, { n }) => ({ last: n }))
    const whole = compose('whole', { post, reader }, { together: { take: { post: 'take', reader: 'read' } } })
    const asOne = specify('as one', { bag: set<number>(), last: 0 })
      .action('put')
      .over('n', numbers)
      .changes((s, { n }) => ({ bag: insert(s.bag, n) }))
      .action('take')
      .over('n', (s) => s.bag)
      .when((s, { n }) => n !== 3 && s.last !== n)
      .changes((s, { n }) => ({ bag: removeOne(s.bag, n), last: n }))
    const [composed, written] = [runEngine(whole.definition), runEngine(asOne.definition)]
    expectAgreement(whole.definition)
    expect(composed.states).toEqual(written.states)
    const runs = (result: typeof composed): readonly number[] =>
      result.functions.filter(({ kind }) => kind === 'domain' || kind === 'action').map((each) => each.runs)
    expect(runs(composed)).toEqual(runs(written))
  })

  it('is the only way in which its actions happen, unless they happen alone as well', () => {
    const glue = { together: { count: { counter: 'add', pool: { put: { item: 'by' } } } } } as const
    const alone = compose('alone', { counter: counter(4), pool }, { ...glue, alone: ['pool.put'] })
    expect(alone.definition.actions.map(({ name }) => name)).toEqual(['pool.put', 'pool.see', 'count'])
  })

  it('is told with the sentences of its parts, by the actor of the first', () => {
    const sender = specify('sender', { sent: 0 })
      .action('send')
      .by('ann')
      .says(({ sent }) => `ann sends ${sent}`)
      .changes((s) => ({ sent: (s.sent + 1) % 3 }))
    const post = specify('post', { bag: 0 })
      .action('take')
      .says((before, _args, after) => `the post has ${after.bag}, not ${before.bag}`)
      .changes((s) => ({ bag: (s.bag + 1) % 3 }))
    const mail = compose('mail', { sender, post }, { together: { mail: { sender: 'send', post: 'take' } } })
    const [action] = mail.definition.actions
    expect(action?.actor).toBe('ann')
    const [before, after] = [
      { 'sender.sent': 0, 'post.bag': 0 },
      { 'sender.sent': 1, 'post.bag': 1 },
    ]
    expect(action?.story?.(before, {}, after)).toBe('ann sends 0; the post has 1, not 0')
  })

  it('hands each action its own arguments and no others, lazily and read-only', () => {
    const seen: unknown[] = []
    const curious = specify('curious', { last: {} as object })
      .action('look')
      .over('what', [1, 2])
      .changes((_s, args) => {
        seen.push([Object.keys(args), 'by' in args, (args as { by?: number }).by, { ...args }])
        return { last: args }
      })
    const both = compose(
      'both',
      { curious, counter: counter(1) },
      {
        together: { go: { curious: { look: { what: 'which' } }, counter: 'add' } },
      },
    )
    const { after } = [...new PlainWorld(both.definition).successors({ 'curious.last': {}, 'counter.n': 0 })][1] ?? {}
    expect(after).toEqual({ 'curious.last': { what: 2 }, 'counter.n': 1 })
    expect(new Set(seen.map((each) => JSON.stringify(each)))).toEqual(
      new Set(['[["what"],false,null,{"what":1}]', '[["what"],false,null,{"what":2}]']),
    )
    expectAgreement(both.definition)
    const writes = specify('writes', { n: 0 })
      .action('look')
      .over('what', [1])
      .changes((_s, args) => {
        ;(args as { what: number }).what = 2
        return {}
      })
    const wrong = compose(
      'wrong',
      { writes, counter: counter(1) },
      {
        together: { go: { writes: { look: { what: 'which' } }, counter: 'add' } },
      },
    )
    expect(messageOf(() => runEngine(wrong.definition))).toContain("read only property 'what' of the arguments")
  })

  it('asks a promise about steps only of steps of its component, by its own names', () => {
    const watched = counter(4)
      .alwaysStep('each step moves', (before, _step, after) => before.n !== after.n)
      .alwaysStep('adds what it says', (before, step, after) => after.n - before.n === step.args.by)
      .reachableStep('adds one', (_before, step) => step.action === 'add' && step.args.by === 1)
      .reachableStep('stands still', (before, _step, after) => before.n === after.n)
    const renamed = compose(
      'renamed',
      { counter: watched, pool },
      { together: { count: { counter: { add: { by: 'item' } }, pool: 'put' } } },
    )
    expect(verdicts(renamed.definition)).toEqual({
      'counter.stays in bounds': 'holds',
      'counter.each step moves': 'holds',
      'counter.adds what it says': 'holds',
      'counter.adds one': 'reachable',
      'counter.stands still': 'unreachable',
    })
    const pushed = renamed
      .action('push')
      .when((s) => s.counter.n === 0)
      .changes(() => ({ counter: { n: 4 } }))
    expect(verdicts(pushed.definition)['counter.adds what it says']).toBe('violated')
  })

  it('carries fairness over from its parts', () => {
    const fair = counter(4)
      .fair('weak', 'add', 'by')
      .eventually('moves', (s) => s.n > 0)
    const composed = compose(
      'fair',
      { counter: fair, pool },
      { together: { count: { counter: { add: { by: 'item' } }, pool: 'put' } } },
    )
    const [fairness] = composed.definition.fairness
    expect(fairness).toMatchObject({ strength: 'weak', actions: ['count'], parameters: ['item'] })
    expect(verdicts(composed.definition)['counter.moves']).toBe('holds')
    const unfair = compose(
      'unfair',
      { counter: counter(4).eventually('moves', (s) => s.n > 0), pool },
      { together: { count: { counter: { add: { by: 'item' } }, pool: 'put' } } },
    )
    expect(verdicts(unfair.definition)['counter.moves']).toBe('violated')
  })

  it('with two changes of one variable is a mistake that is told', () => {
    const writer = (value: number) =>
      specify('writer', { log: 0 })
        .action('write')
        .changes(() => ({ log: value }))
    const clash = compose(
      'clash',
      { a: writer(1), b: writer(1) },
      { share: { log: ['a.log', 'b.log'] }, together: { write: { a: 'write', b: 'write' } } },
    )
    const expected = 'action "write"'
    for (const run of [
      () => runEngine(clash.definition),
      () => [...new PlainWorld(clash.definition).successors({ log: 0 })],
    ]) {
      expect(messageOf(run)).toContain(expected)
      expect(messageOf(run)).toContain('two of its actions change "log"')
    }
  })
})

describe('what a joint step gives the value that it has', () => {
  const start = {
    n: 1,
    each: each(['a', 'b'], 1),
    log: record({ written: 1, mode: 'up', by: each(['a', 'b'], 0) }),
    seen: set([1]),
    sent: bag([1]),
  }
  const writer = specify('writer', start)
  type Start = StateOf<typeof writer>
  const other = {
    n: (s: Start) => ({ n: s.n + 1 }),
    each: (s: Start) => ({ each: at('a', s.each.a + 1) }),
    log: (s: Start) => ({ log: change(s.log, { written: s.log.written + 1 }) }),
    'a family in a record': (s: Start) => ({ log: change(s.log, { by: at('b', s.log.by.b + 1) }) }),
    seen: (s: Start) => ({ seen: insert(s.seen, 2) }),
    sent: (s: Start) => ({ sent: insert(s.sent, 1) }),
  }
  const same: Readonly<Record<string, (s: Start) => object>> = {
    'each variable as it is': (s) => ({ n: s.n, each: s.each, log: s.log, seen: s.seen, sent: s.sent }),
    copies: (s) => ({
      n: 1 + s.n - 1,
      each: { ...s.each },
      log: { ...s.log },
      seen: set([...s.seen]),
      sent: bag([...s.sent]),
    }),
    'parts of them': (s) => ({
      each: at('a', s.each.a),
      log: change(s.log, { by: { b: s.log.by.b } }),
      seen: insert(s.seen, 1),
    }),
    'all of them': (s) => ({ ...s }),
  }
  const acting = (changes: (s: Start) => object) => writer.action('act').changes(changes as never)
  const together = (left: (s: Start) => object, right: (s: Start) => object) => {
    const names = Object.keys(start)
    return compose(
      'together',
      { left: acting(left), right: acting(right) },
      {
        share: Object.fromEntries(names.map((name) => [name, [`left.${name}`, `right.${name}`]])) as never,
        together: { act: { left: 'act', right: 'act' } },
      },
    ).definition
  }

  it.each(Object.keys(same).flatMap((how) => Object.keys(other).map((what) => [how, what] as const)))(
    'is not changed by it: %s, beside a change of %s',
    (how, what) => {
      const changing = other[what as keyof typeof other]
      const alone = runEngine(acting(changing).definition, { maxDepth: 2 }).states
      for (const [left, right] of [
        [same[how], changing],
        [changing, same[how]],
      ] as const) {
        expect(
          expectAgreement(together(left as typeof changing, right as typeof changing), { maxDepth: 2 }, {}).states,
        ).toEqual(alone)
      }
    },
  )

  it.each(Object.entries(other))('clashes where both change it: %s', (_, changing) => {
    expect(messageOf(() => runEngine(together(changing, changing)))).toContain('two of its actions change')
  })
})

describe('what components share', () => {
  const log = { log: [] as readonly string[] }
  const store = specify('store', { ...log, flushed: 0 })
    .action('append')
    .when((s) => s.log.length < 2)
    .changes((s) => ({ log: [...s.log, 'm'] }))
    .action('flush')
    .changes((s) => ({ flushed: s.log.length }))
    .alwaysStep('the log only grows', (before, _step, after) => after.log.length >= before.log.length)
  const reader = specify('reader', { entries: log.log, at: 0 })
    .action('read')
    .when((s) => s.at < s.entries.length)
    .changes((s) => ({ at: s.at + 1 }))
  const cleaner = specify('cleaner', { log: log.log })
    .action('clean')
    .changes((s) => ({ log: s.log.slice(1) }))

  it('is one variable, by the name that the whole gives it', () => {
    const both = compose('both', { store, reader }, { share: { log: ['store.log', 'reader.entries'] } }).always(
      'nothing is read before it is there',
      (s) => s.reader.at <= s.log.length && s.store.log.length === s.log.length,
    )
    expect(both.definition.variables.map(({ name }) => name)).toEqual(['log', 'store.flushed', 'reader.at'])
    expect(verdicts(both.definition)).toEqual({
      'store.the log only grows': 'holds',
      'nothing is read before it is there': 'holds',
    })
  })

  it('is watched by promises about steps, whoever changes it', () => {
    const both = compose('both', { store, cleaner }, { share: { log: ['store.log', 'cleaner.log'] } })
    expect(verdicts(both.definition)['store.the log only grows']).toBe('violated')
  })

  it('begins with the values on which initial states agree', () => {
    const one = specify('one', { x: 0, y: 0 }).startingFrom([{ x: 1 }, { x: 2, y: 1 }])
    const other = specify('other', { x: 0 }).startingFrom([{ x: 2 }, { x: 3 }])
    const glue = { share: { x: ['one.x', 'other.x'] } } as const
    const world = new PlainWorld(compose('agreed', { one, other }, glue).definition)
    expect([...world.initialStates()]).toEqual([{ x: 2, 'one.y': 1 }])
    const third = specify('third', { x: 0 })
    const nowhere = compose('nowhere', { one, third }, { share: { x: ['one.x', 'third.x'] } })
    expect(messageOf(() => runEngine(nowhere.definition))).toContain('no initial states of the components agree on "x"')
  })

  it('adds fault budgets up, and a joint step spends one of them once', () => {
    const disk = (of: number) =>
      specify('disk', { isUp: true })
        .action('crash')
        .fault({ spends: 'crashes', of })
        .changes(() => ({ isUp: false }))
    const glue = { budgets: { crashes: ['a.crashes', 'b.crashes'] } } as const
    const two = compose('two', { a: disk(1), b: disk(2) }, glue).reachable('spent', (s) => s.crashes === 0)
    expect(two.definition.variables.find(({ name }) => name === 'crashes')?.initial).toBe(3)
    expect(two.definition.actions[0]?.spends).toEqual({ variable: 'crashes', key: null })
    expect(verdicts(two.definition).spent).toBe('reachable')
    const joint = compose(
      'joint',
      { a: disk(1), b: disk(1) },
      { ...glue, together: { crash: { a: 'crash', b: 'crash' } } },
    )
    expect(joint.definition.actions[0]).toMatchObject({ isFault: true, spends: { variable: 'crashes' } })
    expect(expectAgreement(joint.definition).states.distinct).toBe(3)
  })

  describe('of a family of fault budgets', () => {
    const kinds = ['losses', 'delays'] as const
    const line = (losses: number, delays: number) =>
      specify('line', { isEmpty: false, faults: each(kinds, (kind): number => ({ losses, delays })[kind]) })
        .action('lose')
        .fault({ spends: 'faults.losses' })
        .when((s) => !s.isEmpty)
        .changes(() => ({ isEmpty: true }))
        .action('delay')
        .fault({ spends: 'faults.delays' })
        .changes(() => ({}))
        .action('send')
        .when((s) => s.isEmpty)
        .changes(() => ({ isEmpty: false }))
    const glue = { budgets: { faults: ['a.faults', 'b.faults'] } } as const

    it('adds it up key by key, and the states are those of the same written as one', () => {
      const two = compose('two', { a: line(1, 0), b: line(2, 1) }, glue).reachable(
        'all are lost',
        (s) => s.faults.losses === 0 && s.a.isEmpty,
      )
      const faults = two.definition.variables.find(({ name }) => name === 'faults')
      expect(faults).toMatchObject({ shape: { keys: kinds }, initial: { losses: 3, delays: 1 } })
      const flat = specify('flat', { a: false, b: false, losses: 3, delays: 1 })
        .action('lose')
        .over('line', ['a', 'b'])
        .when((s, { line: of }) => s.losses > 0 && !s[of])
        .changes((s, { line: of }) => ({ losses: s.losses - 1, [of]: true }))
        .action('delay')
        .over('line', ['a', 'b'])
        .when((s) => s.delays > 0)
        .changes((s) => ({ delays: s.delays - 1 }))
        .action('send')
        .over('line', ['a', 'b'])
        .when((s, { line: of }) => s[of])
        .changes((_s, { line: of }) => ({ [of]: false }))
      expect(runEngine(two.definition).states).toEqual(runEngine(flat.definition).states)
      expect(verdicts(two.definition)['all are lost']).toBe('reachable')
    })

    it('lets a joint step spend each of them once', () => {
      const together = { lose: { a: 'lose', b: 'lose' }, mixed: { a: 'delay', b: 'lose' } } as const
      const joint = compose('joint', { a: line(1, 0), b: line(1, 1) }, { ...glue, together })
        .reachableStep(
          'one for both',
          (before, step, after) => step.action === 'lose' && after.faults.losses === before.faults.losses - 1,
        )
        .reachableStep(
          'one of each',
          (before, { action }, after) =>
            action === 'mixed' && kinds.every((kind) => after.faults[kind] === before.faults[kind] - 1),
        )
        .alwaysStep('no more', (before, { action }, after) =>
          kinds.every((kind) => before.faults[kind] - after.faults[kind] <= (action === 'b.send' ? 0 : 1)),
        )
      expect(verdicts(joint.definition)).toEqual({
        'one for both': 'reachable',
        'one of each': 'reachable',
        'no more': 'holds',
      })
    })

    it('adds up what the components begin with', () => {
      const some = line(0, 0).startingFrom([{}, { faults: at('losses', 2) }])
      const world = new PlainWorld(compose('some', { a: some, b: line(1, 1) }, glue).definition)
      expect(Array.from(world.initialStates(), (state) => state.faults)).toEqual([
        { losses: 1, delays: 1 },
        { losses: 3, delays: 1 },
      ])
      const odd = compose('odd', { a: line(0, 0).startingFrom([{ faults: at('losses', -1) }]), b: line(1, 1) }, glue)
      expect(messageOf(() => runEngine(odd.definition))).toMatch(
        /the initial states \(.*\): it gives "a\.faults" no whole number of faults\./,
      )
      const misspelt = line(0, 0).startingFrom([{ faults: { lost: 1 } as never }])
      expect(messageOf(() => runEngine(compose('odd', { a: misspelt, b: line(1, 1) }, glue).definition))).toContain(
        'it gives "a.faults" no whole number of faults',
      )
    })
  })

  it('may be a budget of a component that the whole spends', () => {
    const spending = compose('spending', { left: counter(2), right: counter(1) })
      .action('cut')
      .fault({ spends: 'left.n' })
      .changes(() => ({ right: { n: 0 } }))
    expect(spending.definition.actions.at(-1)?.spends).toEqual({ variable: 'left.n', key: null })
    expectAgreement(spending.definition)
  })
})

describe('a reducer that exists already', () => {
  const account = (
    state: { balance: number; isOpen: boolean },
    event: { type: 'deposit'; amount: number } | { type: 'close' },
  ) => {
    if (event.type === 'close') return { ...state, isOpen: false }
    return state.isOpen && state.balance < 3 ? { ...state, balance: state.balance + event.amount } : state
  }
  const component = fromReducer('account', account, {
    initial: { balance: 0, isOpen: true },
    events: { deposit: { amount: [1, 2] }, close: {} },
  }).always('never in debt', (s) => s.balance >= 0)

  it('is a component like any other', () => {
    const bank = compose(
      'bank',
      { account: component, counter: counter(4) },
      {
        together: { deposit: { account: 'deposit', counter: { add: { by: 'amount' } } } },
      },
    ).always('what is counted is there', (s) => s.account.balance === s.counter.n)
    expect(verdicts(bank.definition)).toEqual({
      'account.never in debt': 'holds',
      'counter.stays in bounds': 'holds',
      'what is counted is there': 'holds',
    })
  })

  it('is told in place where it changes its state', () => {
    const wrong = fromReducer(
      'wrong',
      (state: { n: number }, _event: { type: 'go' }) => {
        state.n = 3
        return state
      },
      { initial: { n: 0 }, events: { go: {} } },
    )
    const both = compose('both', { wrong, counter: counter(1) })
    expect(messageOf(() => runEngine(both.definition))).toContain('the reducer assigned to state.n in place')
  })
})

describe('compositions of compositions', () => {
  const pair = compose(
    'pair',
    { left: counter(2), right: counter(2) },
    { together: { both: { left: 'add', right: 'add' } } },
  )
    .derive('sum', (s) => s.left.n + s.right.n)
    .always('they go together', (s) => s.left.n === s.right.n)

  it('are looked into name by name', () => {
    const outer = compose('outer', { pair, third: counter(4) }, { together: { all: { pair: 'both', third: 'add' } } })
      .always('the third keeps up', (s) => s.third.n * 2 === s.pair.sum && s.pair.left.n === s.third.n)
      .action('reset')
      .changes(() => ({ pair: { left: { n: 0 }, right: { n: 0 } }, third: { n: 0 } }))
    expect(outer.definition.variables.map(({ name }) => name)).toEqual(['pair.left.n', 'pair.right.n', 'third.n'])
    expect(outer.definition.actions.map(({ name, together }) => [name, together])).toEqual([
      ['all', ['pair.both', 'third.add']],
      ['reset', undefined],
    ])
    expect(compose('again', { pair }).definition.actions[0]?.together).toEqual(['pair.left.add', 'pair.right.add'])
    expect(verdicts(outer.definition)).toEqual({
      'pair.left.stays in bounds': 'holds',
      'pair.right.stays in bounds': 'holds',
      'pair.they go together': 'holds',
      'third.stays in bounds': 'holds',
      'the third keeps up': 'holds',
    })
  })

  it('share a variable of a component inside', () => {
    const outer = compose('outer', { pair, third: counter(2) }, { share: { n: ['pair.left.n', 'third.n'] } })
    expect(outer.definition.variables.map(({ name }) => name)).toEqual(['n', 'pair.right.n'])
    expect(verdicts(outer.definition)['pair.they go together']).toBe('violated')
  })
})

describe('refinement', () => {
  const slow = specify('slow', { n: 0 })
    .action('one')
    .when((s) => s.n < 4)
    .changes((s) => ({ n: s.n + 1 }))
  const any = specify('any', { n: 0 })
    .action('some')
    .over('by', [1, 2])
    .when((s) => s.n < 4)
    .changes((s, { by }) => ({ n: s.n + by }))

  it('of a component is kept in the whole, and may be asked of one inside it', () => {
    const refining = counter(4)
      .refines('adds', any, (s) => ({ n: s.n }))
      .refines('adds one', slow, (s) => ({ n: s.n }))
    const whole = compose(
      'whole',
      { counter: refining, pool },
      { together: { put: { counter: { add: { by: 'item' } }, pool: 'put' } } },
    )
      .refines('the counter adds', any, (s) => ({ n: s.counter.n }))
      .refines('the counter adds one', slow, (s) => ({ n: s.counter.n }))
    expect(verdicts(whole.definition)).toEqual({
      'counter.stays in bounds': 'holds',
      'counter.adds': 'holds',
      'counter.adds one': 'violated',
      'the counter adds': 'holds',
      'the counter adds one': 'violated',
    })
  })

  it('asks for fairness of what the whole does: another component may stand in the way', () => {
    const fairly = slow.fair('weak', 'one')
    const steady = fairly.refines('adds', fairly, (s) => ({ n: s.n }))
    const gate = specify('gate', { isOpen: true })
      .action('pass')
      .when((s) => s.isOpen)
      .changes(() => ({}))
      .action('move')
      .changes((s) => ({ isOpen: !s.isOpen }))
    const together = { pass: { counter: 'one', gate: 'pass' } } as const
    const adds = (whole: { readonly definition: SpecDefinition }) => verdicts(whole.definition)['counter.adds']
    expect(verdicts(steady.definition)).toEqual({ adds: 'holds' })
    expect(adds(compose('whole', { counter: steady, gate }, { together }))).toBe('violated')
    expect(adds(compose('whole', { counter: steady, gate }, { together, without: ['gate.move'] }))).toBe('holds')
  })

  it('maps to a composed specification, component by component', () => {
    const abstract = compose('two', { left: counter(2), right: counter(2) }, { share: { total: ['right.n'] } })
    const flat = specify('flat', { a: 0, b: 0 })
      .action('add a')
      .when((s) => s.a < 2)
      .changes((s) => ({ a: s.a + 1 }))
      .action('add b')
      .when((s) => s.b < 2)
      .changes((s) => ({ b: s.b + 1 }))
    expect(
      verdicts(flat.refines('adds', abstract, (s) => ({ left: { n: s.a }, right: {}, total: s.b })).definition),
    ).toEqual({
      adds: 'holds',
    })
    const fair = counter(2).fair('weak', 'add')
    const both = compose('both', { left: counter(2), right: fair }, { share: { total: ['right.n'] } })
    const sums = (whole: typeof flat) =>
      verdicts(whole.refines('adds', both, (s) => ({ left: { n: s.a }, right: {}, total: s.b })).definition)
    expect([flat, flat.fair('weak', 'add a'), flat.fair('weak', 'add b')].map((each) => sums(each).adds)).toEqual([
      'violated',
      'violated',
      'holds',
    ])
    const jumps = flat.action('jump').changes(() => ({ a: 2, b: 2 }))
    expect(
      verdicts(jumps.refines('adds', abstract, (s) => ({ left: { n: s.a }, right: {}, total: s.b })).definition),
    ).toEqual({
      adds: 'violated',
    })
  })

  it('maps to a composed specification with what its components hide, at any depth', () => {
    const two = specify('two', { n: 0, k: 0 })
      .derive('double', (s) => s.n * 2)
      .action('go')
      .when((s) => s.double < 4)
      .changes((s) => ({ n: s.n + 1 }))
    const inner = compose('inner', { a: two }, { hidden: ['a.n', 'a.double'] })
    const outer = compose('outer', { inner, b: two }, { hidden: ['inner.a.k', 'b.n'] })
    const adding = (limit: number, by: number) =>
      specify('adding', { n: 0 })
        .action('go')
        .when((s) => s.n < limit)
        .changes((s) => ({ n: s.n + by }))
    const byMapping = (limit: number, by: number) =>
      verdicts(
        adding(limit, by)
          .refines('inner', inner, (s) => ({ a: { n: s.n, k: 0 } }))
          .refines('outer', outer, (s) => ({ inner: { a: { n: 0, k: 0 } }, b: { n: s.n, k: 0 } })).definition,
      )
    expect(byMapping(2, 1)).toEqual({ inner: 'holds', outer: 'holds' })
    expect(byMapping(3, 1)).toEqual({ inner: 'violated', outer: 'violated' })
    expect(byMapping(2, 2)).toEqual({ inner: 'violated', outer: 'violated' })
    const lacking = adding(2, 1).refines('inner', inner, (s) => ({ a: { k: s.n } }) as never)
    expect(messageOf(() => runEngine(lacking.definition))).toContain('gives no value for variable ["a.n"]')
  })
})

describe('the alternating bit protocol over two channels', () => {
  // Every scenario of both is explored, and compared with its expectations and counts, with all suites that ship.
  it('has the states of the one that is written as a whole, and breaks where that breaks', () => {
    for (const { name, counts, expect: expected } of alternatingBitComposed.scenarios) {
      const flat = alternatingBit.scenarios.find((each) => each.name === name)
      expect(counts).toEqual(flat?.counts)
      expect(flat?.expect).toMatchObject(expected)
    }
  })

  it('cuts as much and tells stories of the same lengths', () => {
    const [promises = {}] = alternatingBitComposed.scenarios.map(({ expect: expected }) => expected)
    const results = [alternatingBitComposed, alternatingBit].map(({ scenarios }) => {
      const scenario = scenarios.find(({ name }) => name === 'channels that may lose everything')
      const { states, properties, bounds } = runEngine(scenario?.definition as SpecDefinition)
      return {
        states,
        bounds,
        properties: properties
          .filter(({ name }) => Object.hasOwn(promises, name))
          .map(({ name, verdict, trace }) => [name, verdict, trace?.length]),
      }
    })
    expect(Object.keys(promises)).toHaveLength(6)
    expect(results[0]).toEqual(results[1])
    expect(results[0]?.states.distinct).toBe(240)
  })
})

describe('what does not fit together', () => {
  const one = counter(1)
  const other = specify('other', { n: 1, on: each(['a'], false), crashes: 1 })
    .action('go')
    .over('x', [1])
    .over('y', [1])
    .changes(() => ({}))
    .action('back')
    .over('y', [1])
    .over('x', [1])
    .changes(() => ({}))
  const counted = specify('counted', { by: each(['x'], 1) })
  const glued = (glue: unknown) => () => compose('mix', { one, other, counted }, glue as never)

  it.each<[string, () => unknown, string]>([
    ['no name', () => compose('', { one }), 'the name of a composition is empty'],
    ['no components', () => compose('mix', {}), 'it has no components'],
    [
      'a component that is none',
      () => compose('mix', { one: 3 as never }),
      'component "one" is no finished specification',
    ],
    [
      'an unfinished component',
      () => compose('mix', { one: one.action('x') as never }),
      'component "one" is no finished',
    ],
    ['a dot in a name', () => compose('mix', { 'a.b': one }), '"a.b" cannot be the name of a component'],
    ['a reserved name', () => compose('mix', { toString: one }), '"toString" cannot be the name of a component'],
    ['an unknown option', glued({ togehter: {} }), '"togehter" is no option of compose(…); did you mean "together"?'],
    ['glue that is none', glued(3), 'the glue is a number'],
    [
      'an unknown component',
      glued({ together: { go: { one: 'add', otter: 'go' } } }),
      '"otter", which is no component; did you mean "other"?',
    ],
    [
      'an unknown action',
      glued({ together: { go: { one: 'ad', other: 'go' } } }),
      '"ad" is no action of "one"; did you mean "add"?',
    ],
    [
      'a joint step without a name',
      glued({ together: { '': { one: 'add', other: 'go' } } }),
      'a joint step has an empty name. Write together:',
    ],
    [
      'a shared variable without a name',
      glued({ share: { '': ['one.n'] } }),
      'share has a variable with an empty name. Write share:',
    ],
    ['null for the glue', () => compose('mix', { one }, null as never), 'the glue is null. Write { together:'],
    [
      'what begins with collections of different kinds',
      () =>
        compose(
          'mix',
          { a: specify('a', { x: set<number>() }), b: specify('b', { x: bag<number>() }), c: specify('c', { x: [] }) },
          { share: { x: ['a.x', 'b.x', 'c.x'] } } as never,
        ),
      'a.x and b.x are one variable, "x", and they begin with a set [] and a bag []',
    ],
    ['a joint step of one', glued({ together: { go: { one: 'add' } } }), 'joint step "go" is of one component alone'],
    [
      'a joint step twice',
      glued({ together: { go: { one: 'add', other: 'go' }, walk: { other: 'go', one: 'add' } } }),
      'joint steps "go" and "walk" are the same',
    ],
    [
      'a clash of names',
      glued({ together: { 'one.add': { one: 'add', other: 'go' } } }),
      'joint step "one.add" is named like an action',
    ],
    [
      'an unknown parameter',
      glued({ together: { go: { one: { add: { bye: 'x' } }, other: 'go' } } }),
      '"bye" is no parameter of one.add; did you mean "by"?',
    ],
    [
      'two parameters in one',
      glued({ together: { go: { one: 'add', other: { go: { x: 'y' } } } } }),
      'calls two parameters of other.go "y"',
    ],
    [
      'two actions of one component',
      glued({ together: { go: { one: 'add', other: { go: {}, back: {} } } } }),
      'does not say which one action of "other"',
    ],
    [
      'parameters in different orders',
      () => compose('mix', { other, again: other }, { together: { go: { other: 'go', again: 'back' } } }),
      'joint step "go" matches parameters that its actions have in different orders',
    ],
    [
      'different initial values',
      glued({ share: { n: ['one.n', 'other.n'] } }),
      'one.n and other.n are one variable, "n", and they begin with 0 and 1',
    ],
    [
      'different keys',
      glued({ share: { n: ['one.n', 'other.on'] } }),
      'and one is a single value, the other a family over "a"',
    ],
    [
      'an unknown variable',
      glued({ share: { n: ['one.m'] } }),
      'share: "n" names "one.m", which is no variable; did you mean "one.n"?',
    ],
    ['a derived value shared', glued({ share: { full: ['one.isFull'] } }), '"one.isFull", which is no variable'],
    [
      'a variable named like a component',
      glued({ share: { other: ['one.n'] } }),
      '"other" is a component and a shared variable',
    ],
    [
      'a variable with two names',
      glued({ share: { a: ['one.n'], b: ['one.n'] } }),
      'one.n is shared as "a" and as "b"',
    ],
    [
      'two variables of one component',
      glued({ share: { a: ['other.n', 'other.crashes'] } }),
      '"a" is two variables of component "other"',
    ],
    [
      'a budget that is none',
      glued({ budgets: { a: ['other.on'] } }),
      'the budget "a" is made of other.on, which is no whole number of faults, and no family of them.',
    ],
    [
      'budgets of different keys',
      glued({ budgets: { a: ['one.n', 'counted.by'] } }),
      'one.n and counted.by are added up as "a", and one is a single value, the other a family over "x".',
    ],
    [
      'a variable and a budget of one name',
      glued({ share: { a: ['one.n'] }, budgets: { a: ['other.crashes'] } }),
      '"a" is in "share" and in "budgets"',
    ],
    [
      'an action that is left out and joint',
      glued({ together: { go: { one: 'add', other: 'go' } }, without: ['one.add'] }),
      '"one.add" is part of a joint step, and "without" leaves it out',
    ],
    [
      'alone without a joint step',
      glued({ alone: ['one.add'] }),
      'alone names "one.add", which is no action of a joint step',
    ],
    ['leaving out nothing', glued({ without: ['one.sub'] }), 'without names "one.sub", which is no action or promise'],
    ['hiding nothing', glued({ hidden: 'one.n' }), 'hidden is given a string'],
    [
      'hiding what is shared',
      glued({ share: { n: ['one.n'] }, hidden: ['one.n'] }),
      '"one.n" is in "hidden", and shared as "n", which the whole sees. Take it out of "hidden" or out of "share".',
    ],
    [
      'hiding a budget that is added up',
      glued({ budgets: { crashes: ['other.crashes'] }, hidden: ['other.crashes'] }),
      '"other.crashes" is in "hidden", and in "budgets" as "crashes", which the whole sees.',
    ],
    [
      'sharing what a component hides inside itself',
      () =>
        compose('outer', { inner: compose('inner', { one, other }, { hidden: ['one.n'] }) }, {
          share: { n: ['inner.one.n'] },
        } as never),
      'share: "n" names "inner.one.n", which "inner" hides inside itself',
    ],
    [
      'spending a hidden budget',
      () =>
        compose('mix', { other }, { hidden: ['other.crashes'] })
          .action('a')
          .fault({ spends: 'other.crashes' } as never),
      'it spends what it cannot see: "other.crashes" is hidden, and only its component sees it.',
    ],
    [
      'a derived value named like a component',
      () => compose('mix', { one }).derive('one', () => 1),
      'there is a component "one" already',
    ],
    [
      'a budget named like a component',
      () =>
        compose('mix', { one })
          .action('a')
          .fault({ spends: 'one', of: 1 } as never),
      'there is a component "one" already',
    ],
  ])('is refused: %s', (_, make, message) => {
    expect(messageOf(make)).toContain(message)
  })

  it('is refused where fairness of an action speaks of a parameter that joint steps call differently', () => {
    const fair = counter(4).fair('weak', 'add', 'by')
    const make = () =>
      compose(
        'mix',
        { fair, pool },
        {
          together: { a: { fair: 'add', pool: 'put' }, b: { fair: { add: { by: 'item' } }, pool: 'put' } },
        },
      )
    expect(messageOf(make)).toContain(
      'the fairness of fair.add speaks of "by", which its joint steps call "by" and "item"',
    )
  })

  it('is told where changes name what there is not', () => {
    const wrong = compose('wrong', { one })
      .action('oops')
      .changes(() => ({ one: { m: 1 } }) as never)
    expect(messageOf(() => runEngine(wrong.definition))).toContain('it changes "one.m", which is no variable')
    const twice = compose('twice', { one, other }, { share: { n: ['one.n'] } })
      .action('oops')
      .changes(() => ({ n: 1, one: { n: 1 } }))
    expect(messageOf(() => runEngine(twice.definition))).toContain('"n" is changed twice, by two of its names')
  })

  it('is told where somebody else looks at what is hidden', () => {
    const secret = compose('secret', { one, other }, { hidden: ['one.n'] }).always(
      'peeks',
      (s) => (s.one as unknown as { n: number }).n < 9,
    )
    expect(messageOf(() => runEngine(secret.definition))).toContain('"one.n" is hidden, and only its component sees it')
    const inner = compose('inner', { one, other })
    const outer = compose('outer', { inner }, { hidden: ['inner.one.n'] })
    expectAgreement(outer.definition)
    const peeking = outer
      .action('peek')
      .when((s) => s.inner.one.n < 1)
      .changes(() => ({}))
    expect(messageOf(() => runEngine(peeking.definition))).toContain('"inner.one.n" is hidden')
    const changing = outer.action('poke').changes(() => ({ inner: { one: { n: 1 } } }))
    expect(messageOf(() => runEngine(changing.definition))).toContain('"inner.one.n" is hidden')
  })

  it('is told so by the name that flat states have for it, too', () => {
    const secret = compose('secret', { one, other }, { hidden: ['one.n', 'one.isFull'] })
    const reading = (name: string) =>
      secret.always('peeks', (s) => (s as Readonly<Record<string, unknown>>)[name] !== 9)
    for (const name of ['one.n', 'one.isFull']) {
      expect(messageOf(() => runEngine(reading(name).definition))).toContain(`"${name}" is hidden`)
    }
    const changing = secret.action('poke').changes(() => ({ 'one.n': 0 }) as never)
    expect(messageOf(() => runEngine(changing.definition))).toContain(
      'it changes what it cannot see: "one.n" is hidden, and only its component sees it.',
    )
    const inner = compose('inner', { one, other })
    const outer = compose('outer', { inner }, { hidden: ['inner.one.n'] })
    for (const path of [['inner.one.n'], ['inner', 'one.n']]) {
      const look = (s: object) => path.reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], s) !== 9
      const peeking = outer.always('peeks', look)
      expect(messageOf(() => runEngine(peeking.definition))).toContain('"inner.one.n" is hidden')
    }
    // What is not hidden may be called so.
    expectAgreement(outer.always('looks', (s) => (s as Record<string, unknown>)['inner.other.n'] !== 9).definition)
  })

  it('is told where the whole begins otherwise with what is hidden, with its place', () => {
    const secret = compose('secret', { one, other }, { hidden: ['one.n'] })
    const message = messageOf(() => secret.startingFrom([{ one: { n: 1 } }] as never))
    expect(message).toMatch(
      /^spec "secret", the initial states \(.*compose\.test\.ts:\d+:\d+\): it changes what it cannot see: "one\.n" is hidden/,
    )
  })

  it('is told where a state is changed in place', () => {
    const wrong = compose('wrong', { one })
      .action('oops')
      .changes((s) => {
        ;(s.one as { n: number }).n = 3
        return {}
      })
    expect(messageOf(() => runEngine(wrong.definition))).toContain('one.n was assigned to')
  })
})

function messageOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    return (error as SpecError).message
  }
  return 'nothing was thrown'
}
