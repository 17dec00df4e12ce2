import { describe, expect, it } from 'vitest'
import {
  at,
  bag,
  copies,
  disabled,
  each,
  has,
  insert,
  removeOne,
  type Spec,
  type SpecDefinition,
  SpecError,
  type SpecErrorCode,
  set,
  specify,
  where,
} from '../spec/language/index.ts'
import { check, createExplorer } from './check.ts'
import type { Explorer } from './explorer.ts'

const base = () =>
  specify('demo', {
    n: 0,
    list: [3, 1, 2],
    empty: [] as readonly number[],
    deep: { inner: [{ x: 1 }] },
    family: each(['a', 'b', 'c'], 0),
    pool: bag<{ id: number }>([{ id: 1 }]),
    nested: { pools: [bag([1])] },
  })

/** The state as wrong code takes it: something to write to. */
interface Draft {
  n: number
  list: number[]
  empty: number[]
  deep: { inner: { x?: number }[]; more?: number }
  family: Record<string, number>
  pool: { id: number }[]
  derived: number[]
}

/** What TypeScript would refuse. */
const wrong = (value: unknown): never => value as never

const acting = (act: (draft: Draft, args: { readonly message: { id: number } }) => unknown): Spec =>
  base()
    .derive('derived', (s) => [s.n])
    .action('act')
    .over('message', (s) => s.pool)
    .changes((s, args) => wrong(act(s as unknown as Draft, args as never)))

const counting = (limit = 5) =>
  base()
    .action('count')
    .when((s) => s.n < limit)
    .changes((s) => ({ n: s.n + 1 }))

function mistakeIn(spec: Spec): SpecError {
  try {
    check(spec.definition)
  } catch (error) {
    if (error instanceof SpecError) return error
    throw error
  }
  throw new Error('no mistake was found')
}

function expectMistake(spec: Spec, code: SpecErrorCode, ...texts: readonly string[]): void {
  const { message, details } = mistakeIn(spec)
  expect(details.code).toBe(code)
  expect(message).toMatch(/^spec "demo", /)
  for (const text of texts) expect(message).toContain(text)
}

describe('a change in place is refused and named', () => {
  it.each<[string, (draft: Draft, args: { readonly message: { id: number } }) => unknown, string]>([
    [
      'of a variable',
      (s) => {
        s.n = 1
      },
      'n was assigned to',
    ],
    ['of a variable, by delete', (s) => Reflect.deleteProperty(s, 'n'), 'n was deleted'],
    [
      'of a member of a family',
      (s) => {
        s.family.a = 1
      },
      'family.a was assigned to',
    ],
    ['by push', (s) => s.list.push(1), 'list[3] was changed in place'],
    ['by push to an empty array', (s) => s.empty.push(1), 'empty[0] was changed in place'],
    ['by pop from an empty array', (s) => s.empty.pop(), 'empty.length was changed in place'],
    ['by sort', (s) => s.list.sort(), 'list[0] was changed in place'],
    ['by reverse', (s) => s.list.reverse(), 'list[0] was changed in place'],
    [
      'of a length',
      (s) => {
        s.list.length = 0
      },
      'list.length was changed in place',
    ],
    ['of a nested value', (s) => Object.assign(s.deep.inner[0] ?? {}, { x: 2 }), 'deep.inner[0].x was changed'],
    ['by a new key', (s) => Object.assign(s.deep, { more: 2 }), 'deep.more was changed in place'],
    ['of a nested value, by delete', (s) => delete s.deep.inner[0]?.x, 'deep.inner[0].x was changed in place'],
    ['of a bag', (s) => s.pool.push({ id: 2 }), 'pool[1] was changed in place'],
    ['of a derived value', (s) => s.derived.push(1), 'derived[1] was changed in place'],
    ['of an argument', (_s, { message }) => Object.assign(message, { id: 2 }), 'args.message.id was changed in place'],
    ['of the arguments', (_s, args) => Object.assign(args, { other: 2 }), 'args.other was changed in place'],
  ])('%s', (_, change, problem) => {
    const spec = acting((s, args) => {
      change(s, args)
      return {}
    })
    expectMistake(
      spec,
      'mutation',
      'action "act" (message: {"id":1})',
      problem,
      'mistakes.test.ts:',
      'read-only: return',
    )
  })

  it('of a step, in a property', () => {
    const spec = counting().alwaysStep('quiet', (_before, step) => Object.assign(step, { action: 'other' }) !== null)
    expectMistake(spec, 'mutation', 'property "quiet" (step count)', 'step.action was changed in place')
  })

  it('even where the error is caught by the specification itself', () => {
    const spec = acting((s) => {
      try {
        s.n = 1
      } catch {
        return {}
      }
      return {}
    })
    expectMistake(spec, 'mutation', 'n was assigned to')
  })
})

describe('what is not a function of the state is refused', () => {
  it.each<[string, () => unknown, string]>([
    ['the clock', () => Date.now(), 'Date.now was used'],
    ['a new date', () => new Date().getDay(), 'Date was used'],
    ['chance', () => Math.random(), 'Math.random was used'],
    ['the timer', () => performance.now(), 'performance.now was used'],
    ['a random id', () => crypto.randomUUID(), 'crypto.randomUUID was used'],
  ])('%s', (_, use, problem) => {
    const act = acting(() => ({ list: [use()] }))
    expectMistake(act, 'impure', 'action "act"', problem, 'mistakes.test.ts:', 'make a choice with a parameter')
    const swallowed = acting(() => {
      try {
        return { list: [use()] }
      } catch {
        return {}
      }
    })
    expectMistake(swallowed, 'impure', problem)
    expectMistake(
      base().startingFrom(() => [{ list: [use() as number] }]),
      'impure',
      'the initial states',
      problem,
    )
    expectMistake(
      base().always('timeless', () => use() !== null),
      'impure',
      'property "timeless"',
      problem,
    )
  })

  it('and the platform is as it was afterwards', () => {
    const before = [Date, Math.random, performance, crypto, Date.now]
    mistakeIn(acting(() => ({ n: Date.now() })))
    expect([Date, Math.random, performance, crypto, Date.now]).toEqual(before)
    expect(globalThis.Date).toBe(before[0])
  })

  it('a date may be recognised, though not asked for', () => {
    const spec = base().always('no date', (s) => !((s.n as unknown) instanceof Date))
    expect(check(spec.definition).properties[0]?.verdict).toBe('holds')
  })

  let calls = 0
  const twice = 'run twice on the same state it did two different things'
  it.each<[string, () => Spec, string]>([
    [
      'in an effect',
      () =>
        counting()
          .action('other')
          .changes(() => ({ list: [calls++] })),
      'action "other"',
    ],
    [
      'in a guard',
      () =>
        counting()
          .action('other')
          .when(() => calls++ < 3)
          .changes(() => ({})),
      'action "other"',
    ],
    [
      'in a domain',
      () =>
        counting()
          .action('other')
          .over('x', () => [calls++])
          .changes(() => ({})),
      'action "other"',
    ],
    ['in an invariant', () => counting().always('few calls', () => calls++ < 3), 'property "few calls"'],
    ['in a goal', () => counting().reachable('many calls', () => calls++ > 3), 'property "many calls"'],
    ['in a step invariant', () => counting().alwaysStep('few calls', () => calls++ < 3), 'property "few calls"'],
    ['in a constraint', () => counting().constraint('few calls', () => calls++ < 3), 'constraint "few calls"'],
    [
      'in a derived value',
      () =>
        counting()
          .derive('calls', () => calls++)
          .always('seen', (s) => s.calls >= 0),
      'derived value "calls"',
    ],
  ])('a variable outside the state, %s', (_, make, where) => {
    calls = 0
    expectMistake(make(), 'impure', where, twice, 'It must depend on nothing but the state and its arguments')
  })

  const unverified = { verifiedStates: 0 }
  it('a variable outside the state that decides what is read, without any comparison', () => {
    calls = 0
    const spec = counting()
      .action('other')
      .when((s) => (calls++ % 2 === 0 ? s.n >= 0 : s.list.length > 0))
      .changes(() => ({}))
    const run = () => check(spec.definition, {}, unverified)
    expect(run).toThrow('it gave another answer, or read other variables, although everything it had read was the same')
    expect(run).toThrow('action "other"')
  })

  it('a variable outside the state that changes late, by running known results again now and then', () => {
    calls = 0
    const large = specify('demo', { a: 0, b: 0, c: 0 })
      .action('a')
      .changes((s) => ({ a: (s.a + 1) % 20 }))
      .action('b')
      .changes((s) => ({ b: (s.b + 1) % 20 }))
      .action('c')
      .changes((s) => ({ c: (s.c + 1) % 20 }))
      .always('first call only', () => calls++ === 0)
    expect(() => check(large.definition, {}, unverified)).toThrow('property "first call only"')
  })

  const capturedNow = Date.now
  it('a clock that was captured beforehand, as soon as it tells', () => {
    const spec = acting(() => {
      for (const began = capturedNow(); capturedNow() < began + 2; );
      return { list: [capturedNow()] }
    })
    expectMistake(spec, 'impure', 'action "act"')
  })

  it('a state that was kept from an earlier call', () => {
    let kept: Draft | null = null
    const ofState = acting((s) => {
      const earlier = kept
      kept = s
      return { n: Math.min(3, s.n + 1 + (earlier?.n ?? 0)) }
    })
    expectMistake(ofState, 'stale-state', 'a state from an earlier call was read (n)')
    let keptFamily: Record<string, number> | null = null
    const ofFamily = acting((s) => {
      const earlier = keptFamily
      keptFamily = s.family
      return { n: Math.min(3, s.n + 1 + (earlier?.a ?? 0)) }
    })
    expectMistake(ofFamily, 'stale-state', 'a state from an earlier call was read (family.a)')
  })
})

describe('a name that there is not is named, with those that there are', () => {
  it.each<[string, Spec, SpecErrorCode, string[]]>([
    [
      'an unknown variable',
      acting((s) => ({ n: (s as unknown as Record<string, number>).m })),
      'unknown-variable',
      ['there is no variable "m"', 'The variables are: n, list'],
    ],
    [
      'an unknown variable, where the error is swallowed',
      acting((s) => {
        try {
          return { n: (s as unknown as Record<string, number>).m }
        } catch {
          return {}
        }
      }),
      'unknown-variable',
      ['there is no variable "m"'],
    ],
    [
      'an unknown variable of a derived value, where the error is swallowed by who asked for it',
      base()
        .derive('bad', (s) => (s as unknown as Draft & { m: number }).m)
        .action('act')
        .changes((s) => {
          try {
            return { n: s.bad }
          } catch {
            return {}
          }
        }),
      'unknown-variable',
      ['derived value "bad"', 'there is no variable "m"'],
    ],
    [
      'an unknown key',
      acting((s) => ({ n: s.family.z })),
      'unknown-key',
      ['the family "family" has no key "z"', 'Its keys are: a, b, c'],
    ],
    [
      'a change of an unknown variable',
      acting(() => ({ lst: [] })),
      'unknown-change',
      ['"lst"', 'did you mean "list"?'],
    ],
    [
      'a change of an unknown key',
      acting(() => ({ family: at('z', 1) })),
      'unknown-key',
      ['family.z', 'Its keys are: a, b, c.'],
    ],
    ['a change under a symbol', acting(() => ({ [Symbol('odd')]: 1 })), 'unknown-change', ['Symbol(odd)']],
    ['a change of a derived value', acting(() => ({ derived: [] })), 'unknown-change', ['which is a derived value']],
    [
      'a derived value that needs itself',
      base()
        .derive('first', (s) => (s as unknown as { second: number }).second)
        .derive('second', (s) => s.first)
        .always('same', (s) => s.second === 0),
      'declaration',
      ['is derived from itself'],
    ],
  ])('%s', (_, spec, code, texts) => {
    expectMistake(spec, code, 'mistakes.test.ts:', ...texts)
  })
})

describe('a result of the wrong kind is named', () => {
  it.each<[string, unknown, string]>([
    ['undefined', undefined, 'changes() returned undefined'],
    ['null', null, 'changes() returned null'],
    ['an array', [], 'changes() returned an array'],
    ['a number', 5, 'changes() returned 5'],
    ['a function', () => 1, 'changes() returned a function'],
    ['a Map', new Map([['n', 1]]), 'changes() returned a Map'],
    ['a Date', new Date(0), 'changes() returned a Date'],
  ])('changes: %s', (_, result, problem) => {
    expectMistake(
      acting(() => result),
      'not-a-result',
      'action "act"',
      problem,
      'mistakes.test.ts:',
      'Return an object of changes',
    )
  })

  it('changes: a Promise', () => {
    expectMistake(
      acting(async () => ({})),
      'not-a-result',
      'changes() returned a Promise',
      'Nothing in a specification is asynchronous',
    )
  })

  it.each<[string, unknown, string]>([
    ['a number', 3, 'it changes the family "family" to 3'],
    ['an array', [1], 'it changes the family "family" to an array'],
    ['a Map', new Map([['a', 1]]), 'it changes the family "family" to a Map'],
  ])('changes of a family: %s', (_, family, problem) => {
    expectMistake(
      acting(() => ({ family })),
      'unknown-change',
      problem,
      'at(key, value)',
    )
  })

  it.each<[string, unknown, string]>([
    ['undefined', { n: undefined }, 'n is undefined, which is not plain data. Leave the key out'],
    [
      'a whole number that is not exact',
      { n: 2 ** 53 },
      'n is 9007199254740992, which is not plain data. Use whole numbers',
    ],
    ['a bigint', { n: 1n }, 'Use a number, from -(2^53 - 1) to 2^53 - 1'],
    ['a nested NaN', { deep: { inner: [{ x: Number.NaN }] } }, 'deep.inner[0].x is NaN'],
    ['undefined, in a family', { family: at('a', undefined) }, 'family.a is undefined'],
    ['a plain array for a bag', { pool: [{ id: 1 }] }, 'pool is a bag and is changed to a plain array'],
    [
      'a plain array for a nested bag',
      { nested: { pools: [[1]] } },
      'nested.pools[0] is a bag and is changed to a plain array',
    ],
    ['a Set', { list: new Set() }, 'list is a Set, which is not plain data. Use set(…)'],
  ])('values: %s', (_, changes, problem) => {
    expectMistake(
      acting(() => changes),
      'not-plain-data',
      'action "act"',
      problem,
    )
  })

  it.each<[string, unknown, string]>([
    ['1', 1, '1'],
    ['undefined', undefined, 'undefined'],
    ['a bigint', 1n, '1'],
    ['disabled', disabled, 'Symbol(ackproof.disabled)'],
    ['a Promise', Promise.resolve(true), 'a Promise'],
  ])('conditions: %s', (_, answer, found) => {
    const texts = [`returned ${found}`, 'It must return true or false.', 'mistakes.test.ts:']
    const condition = () => wrong(answer)
    expectMistake(
      base()
        .action('act')
        .when(condition)
        .changes(() => ({})),
      'not-a-result',
      'the guard',
      ...texts,
    )
    expectMistake(base().always('p', condition), 'not-a-result', 'property "p"', ...texts)
    expectMistake(base().reachable('p', condition), 'not-a-result', 'property "p"', ...texts)
    expectMistake(counting().alwaysStep('p', condition), 'not-a-result', 'property "p" (step count)', ...texts)
    expectMistake(base().constraint('c', condition), 'not-a-result', 'constraint "c"', ...texts)
    expectMistake(base().deadlockFree(condition), 'not-a-result', 'property "no deadlock"', ...texts)
  })

  it.each<[string, unknown, SpecErrorCode, string]>([
    ['a number', 3, 'not-a-result', 'the domain of "x" is 3, not an array'],
    ['a Set', new Set([1]), 'not-a-result', 'the domain of "x" is a Set, not an array'],
    ['a hole', new Array(1), 'not-plain-data', 'x[0] is undefined'],
    ['a function', [() => 1], 'not-plain-data', 'x[0] is a function'],
  ])('domains: %s', (_, domain, code, problem) => {
    const spec = base()
      .action('act')
      .over('x', () => wrong(domain))
      .changes(() => ({}))
    expectMistake(spec, code, `a parameter's domain of action "act" (x)`, problem, 'mistakes.test.ts:')
  })

  it.each<[string, Spec, SpecErrorCode, string]>([
    ['none', base().startingFrom([]), 'empty', 'there are none'],
    ['none from a function', base().startingFrom(() => []), 'empty', 'there are none'],
    ['a number', base().startingFrom(() => wrong(5)), 'not-a-result', 'startingFrom() got 5 from its function'],
    ['a Promise', base().startingFrom(wrong(async () => [{}])), 'not-a-result', 'startingFrom() got a Promise'],
    ['a number among them', base().startingFrom([wrong(5)]), 'not-a-result', 'one of them is 5'],
    ['an unknown variable', base().startingFrom([wrong({ m: 1 })]), 'unknown-change', 'it changes "m"'],
    ['NaN', base().startingFrom([{}, { n: Number.NaN }]), 'not-plain-data', 'n is NaN'],
    ['a declared Map', specify('demo', { n: { a: [new Map()] } }), 'not-plain-data', 'n.a[0] is a Map'],
    ['a declared member', specify('demo', { f: each(['x-y'], undefined) }), 'not-plain-data', 'f["x-y"] is undefined'],
  ])('initial states: %s', (_, spec, code, problem) => {
    expectMistake(spec, code, 'the initial state', problem)
  })
})

describe('what no state can hold is told with its place, where it is given to a set or a bag', () => {
  it.each<[string, (pool: never) => unknown, string, string]>([
    ['insert', (pool) => ({ pool: insert(pool, wrong({ id: undefined })) }), 'pool{…}.id is undefined', 'or use null'],
    ['insert, deep', (pool) => ({ pool: insert(pool, wrong({ id: [1, Number.NaN] })) }), 'pool{…}.id[1] is NaN', ''],
    ['insert of nothing', (pool) => ({ pool: insert(pool, wrong(undefined)) }), 'pool{…} is undefined', ''],
    ['removeOne', (pool) => ({ pool: removeOne(pool, wrong({ id: () => 1 })) }), 'pool{…}.id is a function', ''],
    ['has', (pool) => has(pool, wrong({ id: new Map() })), 'pool{…}.id is a Map', 'Use a plain object'],
    ['copies', (pool) => copies(pool, wrong(new (class Note {})())), 'pool{…} is a Note', ''],
    ['where', (pool) => where(pool, wrong({ id: Number.NaN })), 'where(pool, {…}).id is NaN', 'finite'],
  ])('%s', (_, act, problem, hint) => {
    const spec = acting((s) => act(wrong(s.pool)))
    expectMistake(spec, 'not-plain-data', 'action "act"', problem, hint, 'mistakes.test.ts:')
  })

  it.each<[string, () => unknown, string]>([
    ['insert', () => insert(wrong(undefined), wrong(1)), 'insert() takes a set or a bag and got undefined'],
    ['removeOne', () => removeOne(wrong({}), wrong(1)), 'removeOne() takes a set or a bag and got an object'],
    ['has', () => has(wrong(3), wrong(1)), 'has() takes a set, a bag or an array and got 3'],
    ['copies', () => copies(wrong('abc'), wrong('a')), 'copies() takes a set, a bag or an array and got "abc"'],
    ['where', () => where(wrong(null), {} as never), 'where() takes a set or a bag and got null'],
  ])('%s of what is no set or bag', (_, act, problem) => {
    expectMistake(acting(act), 'user-exception', 'action "act"', problem, 'mistakes.test.ts:')
  })

  it('what a set or a bag is changed to, with what to write instead', () => {
    const becomes = (value: unknown): Spec => acting(() => ({ pool: value }))
    const [bagOf, hint] = ['pool is a bag and is changed to', 'insert(s.pool, …) or removeOne(s.pool, …)']
    expectMistake(becomes({ id: 1 }), 'not-plain-data', `${bagOf} an object`, hint)
    expectMistake(becomes(set([])), 'not-plain-data', `${bagOf} a set`, hint)
    expectMistake(becomes([]), 'not-plain-data', `${bagOf} a plain array`, 'wrap the result in bag(…)')
  })
})

describe('an exception of the specification is passed on with its place', () => {
  it.each<[string, () => unknown, string]>([
    [
      'an error',
      () => (undefined as unknown as { x: number }).x,
      'it threw TypeError: Cannot read properties of undefined',
    ],
    [
      'a text',
      () => {
        throw 'no error object'
      },
      'it threw no error object',
    ],
    [
      'endless recursion',
      () => {
        const deeper = (n: number): number => deeper(n + 1) + 1
        return deeper(0)
      },
      'it threw RangeError: Maximum call stack size exceeded',
    ],
    ['misuse of the library', () => insert(wrong([1]), wrong(1)), 'insert() takes a set or a bag'],
  ])('%s', (_, act, problem) => {
    expectMistake(acting(act), 'user-exception', 'action "act" (message: {"id":1})', problem, 'mistakes.test.ts:')
  })

  it('from the initial states, with the original as its cause', () => {
    const original = new RangeError('no start')
    const error = mistakeIn(
      base().startingFrom(() => {
        throw original
      }),
    )
    expect(error.message).toContain('the initial states')
    expect(error.cause).toBe(original)
  })

  it('and there is no going on after it, nor a result', () => {
    const spec = counting(9).always('low', (s) => {
      if (s.n === 4) throw new Error('too high')
      return true
    })
    const explorer = createExplorer(spec.definition)
    expect(() => explorer.step(1e9)).toThrow('too high')
    expect(() => explorer.step(1e9)).toThrow('too high')
    expect(() => explorer.result()).toThrow('too high')
    expect(explorer.progress().distinct).toBe(5)
  })

  it('with what the function had read, of a step before and after it', () => {
    const failing = (): never => {
      throw new Error('no')
    }
    const family = specify('demo', { n: 3, at: each(['x', 'y'], 0), text: 'a'.repeat(99) })
      .action('act')
      .changes((s) => (s.n === 3 && s.at.y === 0 && s.text !== '' ? { n: 4 } : {}))
    const state = family.always('p', (s) => (s.at.x === 0 && s.text !== '' ? failing() : true))
    expect(mistakeIn(state).message).toMatch(/it threw Error: no\. It had read at\.x = 0, text = "a{58}…\.$/)
    const step = family.alwaysStep('p', (before, _step, after) => (before.n === after.n ? true : failing()))
    expect(mistakeIn(step).message).toMatch(/It had read n = 3, n = 4 after the step\.$/)
  })

  it('and what was found before is told', () => {
    const explored = (spec: { readonly definition: SpecDefinition }): Explorer => {
      const explorer = createExplorer(spec.definition)
      expect(() => explorer.step(1e9)).toThrow(SpecError)
      return explorer
    }
    const promises = (spec: ReturnType<typeof counting>) =>
      spec
        .always('low', (s) => s.n < 3)
        .always('fine', (s) => s.n >= 0)
        .eventually('high', (s) => s.n > 99)
        .canAlwaysReach('far', (s) => s.n > 99)
    const told = (explorer: Explorer) =>
      explorer.resultAfterError()?.properties.map(({ verdict, trace }) => [verdict, trace?.length ?? null])
    const late = promises(counting(9)).always('late', (s) => {
      if (s.n === 5) throw new Error('too high')
      return true
    })
    const open = ['undecided', null]
    expect(told(explored(late))).toEqual([['violated', 4], open, open, open, open])
    const judged = promises(counting(9)).infinitelyOften('judged', (s) => {
      if (s.n === 5) throw new Error('too high')
      return true
    })
    expect(told(explored(judged))).toEqual([['violated', 4], open, open, open, open])
  })
})
