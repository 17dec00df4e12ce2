import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import {
  at,
  atAll,
  bag,
  count,
  each,
  every,
  insert,
  keysOf,
  type State,
  set,
  some,
  specify,
} from '../../spec/language/index.ts'
import { runEngine } from '../../test/oracle/agreement.ts'
import { Program } from '../memo/program.ts'
import { UserRun } from './user-run.ts'

const spec = () =>
  specify('views', {
    n: 0,
    list: [1, 2],
    family: each(['b', 'a', 2, 1], 0),
    pool: bag<number>([4, 4]),
    votes: set<string>(),
  })
    .derive('sum', (s) => s.n + s.family.b)
    .derive('above', ['x', 'y'], (s, key) => s.n > key.length)
    .action('noop')
    .changes(() => ({}))

/** Paths that a look at the state records, in order. */
function readsOf(look: (state: ReturnType<typeof view>['state']) => unknown): string[] {
  const { state, run, program } = view()
  look(state)
  return [...run.reads.subarray(0, run.readCount)].map((slot) => program.model.path(slot))
}

function view() {
  const program = new Program(spec().definition, null)
  const { model, userCode } = program
  const ids = new Int32Array(model.slots).fill(-1)
  ids.set(model.initialIds)
  const run = new UserRun(userCode, ids)
  return { program, run, state: run.view() as State & { n: number; list: number[]; family: never; above: State } }
}

describe('a state that is printed', () => {
  const values = { n: 0, list: [1, 2], family: { 1: 0, 2: 0, b: 0, a: 0 }, pool: [4, 4], votes: [] }

  it('shows its values on the console and as JSON, those of a family too', () => {
    const { state } = view()
    expect(inspect(state, { depth: 5 })).toContain('n: 0,')
    expect(inspect(state, { depth: 5 })).toMatch(/family: \{[^}]*b: 0[^}]*\}/)
    expect(inspect(state)).not.toContain('inspect')
    expect(inspect(state.family)).toMatch(/b: 0/)
    expect(JSON.parse(JSON.stringify(state))).toMatchObject(values)
    expect(JSON.parse(JSON.stringify(state.family))).toEqual(values.family)
  })

  it('reads what it shows, and nothing where it is not shown', () => {
    const all = readsOf((s) => JSON.stringify(s))
    expect(readsOf((s) => inspect(s)).toSorted()).toEqual(all.toSorted())
    expect(all).toContain('family.b')
    expect(readsOf((s) => inspect(s.family))).toEqual(all.filter((path) => path.startsWith('family')))
    expect(readsOf((s) => Object.getOwnPropertySymbols(s))).toEqual([])
  })
})

describe('a state as user code sees it', () => {
  it.each<[string, (s: ReturnType<typeof view>['state']) => unknown, string[]]>([
    ['nothing', () => 0, []],
    ['a variable, once', (s) => s.n + s.n, ['n']],
    ['what was looked at, in order', (s) => [s.list, s.n], ['list', 'n']],
    ['no more of a family than the members', (s) => (s.family as State).a, ['family.a']],
    ['nothing of a family as such', (s) => s.family, []],
    ['nothing where keys are listed', (s) => [Object.keys(s), Object.keys(s.family), keysOf(s.family)], []],
    ['nothing where keys are asked for', (s) => ['n' in s, 'a' in (s.family as State), Object.hasOwn(s, 'q')], []],
    [
      'all of a family that is spread',
      (s) => ({ ...(s.family as State) }),
      ['family["1"]', 'family["2"]', 'family.b', 'family.a'],
    ],
    ['members up to the first that matches', (s) => some(s.family, 0 as never), ['family.b']],
    ['members up to the first that does not', (s) => every(s.family, 1 as never), ['family.b']],
    [
      'all members where they are counted',
      (s) => count(s.family, 0 as never),
      ['family.b', 'family.a', 'family["2"]', 'family["1"]'],
    ],
    ['a derived value, not what it is made of', (s) => s.sum, ['sum']],
    ['members of a derived family one by one', (s) => s.above.y, ['above.y']],
    ['nothing where the platform probes', (s) => [`${s}`, String(s.family), (s as { then?: unknown }).then], []],
  ])('reads %s', (_, look, paths) => {
    expect(readsOf(look)).toEqual(paths)
  })

  it('is read whole by JSON', () => {
    const { state } = view()
    expect(JSON.parse(JSON.stringify(state))).toEqual({
      n: 0,
      list: [1, 2],
      family: { 1: 0, 2: 0, b: 0, a: 0 },
      pool: [4, 4],
      votes: [],
      sum: 0,
      above: { x: false, y: false },
    })
    expect(readsOf((s) => JSON.stringify(s.list))).toEqual(['list'])
  })

  it('lists names and keys as an ordinary object does', () => {
    const { state } = view()
    expect(Object.keys(state)).toEqual(['n', 'list', 'family', 'pool', 'votes', 'sum', 'above'])
    expect(Object.keys(state.family)).toEqual(['1', '2', 'b', 'a'])
    expect(Object.keys({ ...(state.family as State) })).toEqual(['1', '2', 'b', 'a'])
  })

  it('prints as an object, and is no promise', () => {
    const { state } = view()
    expect(`${state}`).toBe('[object Object]')
    expect(Object.hasOwn(state, 'n')).toBe(true)
    expect((state as { then?: unknown }).then).toBeUndefined()
  })
})

describe('a view that is returned in changes', () => {
  it('is taken for what it shows at that moment', () => {
    const copy = specify('copies', { family: each(['a', 'b'], 0), other: each(['a', 'b'], 7), snapshot: {} as object })
      .action('count')
      .when((s) => s.family.a < 3)
      .changes((s) => ({ family: at('a', s.family.a + 1) }))
      .action('copy')
      .changes((s) => ({ snapshot: { nested: [s.family] } }))
      .action('copy all')
      .changes((s) => ({ other: s.family }))
      .always('a snapshot is plain data', (s) => JSON.stringify(s.snapshot).length > 0)
      .reachable('a full snapshot', (s) => JSON.stringify(s.snapshot) === '{"nested":[{"a":3,"b":0}]}')
      .reachable('a copy of all', (s) => s.other.a === 2 && s.other.b === 0)
    const result = runEngine(copy.definition)
    expect(result.properties.map(({ verdict }) => verdict)).toEqual(['holds', 'reachable', 'reachable'])
    const last = result.properties[1]?.trace?.steps.at(-1)?.state.snapshot
    expect(last).toEqual({ nested: [{ a: 3, b: 0 }] })
  })

  it('may be the whole state', () => {
    const whole = specify('whole', { n: 0, family: each(['a'], 0) })
      .action('stay')
      .changes((s) => s)
    expect(runEngine(whole.definition).states).toEqual({ distinct: 1, generated: 2, depth: 1 })
  })

  it('may stand in a bag or a set', () => {
    const pooled = specify('pooled', { family: each(['a'], 0), seen: set<object>() })
      .action('see')
      .changes((s) => ({ seen: insert(s.seen, s.family) }))
    const result = runEngine(pooled.reachable('seen', (s) => s.seen.length === 1).definition)
    expect(result.states).toEqual({ distinct: 2, generated: 3, depth: 2 })
  })
})

describe('advice', () => {
  const many = ['a', 'b', 'c', 'd'] as const
  const lamps = (change: (on: Record<string, boolean>, key: string) => Record<string, boolean>) =>
    specify('lamps', { on: each(many, false) })
      .action('toggle')
      .over('key', many)
      .changes((s, { key }) => ({ on: change(s.on, key) }))

  it('is given where a whole family is spread to change one member', () => {
    const { hints } = runEngine(lamps((on, key) => ({ ...on, [key]: !on[key] })).definition)
    expect(hints).toHaveLength(1)
    expect(hints[0]).toContain('action "toggle" returns every member of "on" to change one of them')
    expect(hints[0]).toContain('{ on: at(key, value) }')
  })

  it('is not given where members are changed one by one, or all of them', () => {
    expect(runEngine(lamps((on, key) => at(key, !on[key]) as never).definition).hints).toEqual([])
    const all = lamps((on) => Object.fromEntries(many.map((key) => [key, !on[key]])))
    expect(runEngine(all.definition).hints).toEqual([])
  })

  it('is not given where all members are set without a look at any', () => {
    const cleared = lamps((on, key) => at(key, !on[key]) as never)
      .action('clear')
      .changes(() => ({ on: atAll(many, false) }))
    expect(runEngine(cleared.definition).hints).toEqual([])
  })
})
