import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { check } from '../checker/check.ts'
import { Program } from '../checker/memo/program.ts'
import { UserRun } from '../checker/model/user-run.ts'
import { mapChanges } from '../checker/mutation/changes.ts'
import { printState, slotsOf } from '../counterexamples/story/slots.ts'
import {
  at,
  atAll,
  count,
  each,
  every,
  keysOf,
  type SpecDefinition,
  SpecError,
  type State,
  some,
  specify,
} from '../spec/language/index.ts'
import { plainView } from '../spec/language/plain-view.ts'
import { PlainWorld } from '../spec/semantics/plain-world.ts'
import { recordedView } from '../spec/semantics/recorded-view.ts'
import { requireContentEquality } from '../spec/source/require-content-equality.ts'
import { expectAgreement } from './oracle/agreement.ts'

const nodes = ['b', 'a'] as const
const ports = [2, 'x', 1] as const

const start = () =>
  specify('net', { inbox: each(nodes, (node) => each(ports, (port) => (node === 'b' && port === 2 ? 1 : 0))) })

const net = () =>
  start()
    .derive('isFull', nodes, ports, (s, node, port) => s.inbox[node][port] === 2)
    .action('put')
    .over('node', nodes)
    .over('port', ports)
    .when((s, { node, port }) => s.inbox[node][port] < 2)
    .changes((s, { node, port }) => ({ inbox: at(node, at(port, s.inbox[node][port] + 1)) }))
    .action('clear')
    .over('node', nodes)
    .changes((_s, { node }) => ({
      inbox: at(
        node,
        atAll(ports, (port) => (port === 1 ? 1 : 0)),
      ),
    }))
    .action('copy')
    .over('from', nodes)
    .over('to', nodes)
    .changes((s, { from, to }) => ({ inbox: at(to, s.inbox[from]) }))

type Net = { readonly inbox: Readonly<Record<string, Readonly<Record<string, number>>>> }

/** What a look at the state reads, and what it comes to. */
function look<T>(definition: SpecDefinition, at: (state: never) => T): { readonly reads: string[]; readonly value: T } {
  const program = new Program(definition, null)
  const { model, userCode } = program
  const ids = new Int32Array(model.slots).fill(-1)
  ids.set(model.initialIds)
  const run = new UserRun(userCode, ids)
  const value = at(run.view() as never)
  return { value, reads: [...run.reads.subarray(0, run.readCount)].map((slot) => model.path(slot)) }
}

function messageOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof SpecError) return error.message
    throw error
  }
  return 'nothing was wrong'
}

describe('a nested family', () => {
  it('has one slot for each path of keys, and a member is read by itself', () => {
    const { definition } = net()
    expect(look(definition, (s: Net) => s.inbox.b?.[2])).toEqual({ value: 1, reads: ['inbox.b["2"]'] })
    expect(look(definition, (s: Net) => s.inbox.a?.x)).toEqual({ value: 0, reads: ['inbox.a.x'] })
    expect(
      look(definition, (s: Net) => [keysOf(s.inbox as never), 'a' in s.inbox, Object.keys(s.inbox.b ?? {})]),
    ).toEqual({
      value: [['b', 'a'], true, ['1', '2', 'x']],
      reads: [],
    })
  })

  it('is looked through level by level, as far as needed', () => {
    const { definition } = net()
    const first = look(definition, (s: never) =>
      some((s as { inbox: never }).inbox, (row: never) => some(row, 1 as never)),
    )
    expect(first).toEqual({ value: true, reads: ['inbox.b["2"]'] })
    const all = look(definition, (s: never) =>
      count((s as { inbox: never }).inbox, (row: never) => every(row, 0 as never)),
    )
    expect(all).toEqual({ value: 1, reads: ['inbox.b["2"]', 'inbox.a["2"]', 'inbox.a.x', 'inbox.a["1"]'] })
  })

  it('gives keys as they were declared on each level, in every view', () => {
    const { definition } = net()
    const state = { inbox: { a: { 1: 0, 2: 0, x: 0 }, b: { 1: 0, 2: 1, x: 0 } } }
    const [initial] = new PlainWorld(definition).initialStates()
    const views: readonly [string, State][] = [
      ['plain', plainView(definition, state)],
      ['out of a file', plainView(definition, structuredClone(state))],
      ['recorded', recordedView(definition, state).view],
      ['of a story', new PlainWorld(definition).view(initial as State)],
    ]
    const keysSeen = (view: never): unknown => {
      const seen: unknown[] = []
      for (const family of [(view as Net).inbox, (view as { isFull: unknown }).isFull]) {
        every(family as never, (row: never, node: unknown) => {
          seen.push(node, keysOf(row))
          return every(row, (_value: unknown, port: unknown) => seen.push(port) > 0)
        })
      }
      return seen
    }
    const row = ['b', [...ports], ...ports, 'a', [...ports], ...ports]
    for (const [name, view] of views) expect([name, keysSeen(view as never)]).toEqual([name, [...row, ...row]])
    expect(look(definition, keysSeen).value).toEqual([...row, ...row])
  })

  it('is changed member by member, row by row, and by a copy of a row: engine and reference agree', () => {
    const spec = net()
      .startingFrom([{}, { inbox: at('a', at(1, 2)) }, { inbox: atAll(nodes, atAll(ports, 1)) }])
      .always('not full', nodes, ports, (s, node, port) => !s.isFull[node][port])
      .always('rows differ', (s) => some(s.inbox.a, (value, port) => value !== s.inbox.b[port]))
      .reachable('all full', (s) => every(s.isFull, (row) => every(row, true)))
      .alwaysStep(
        'one at a time',
        (before, step, after) =>
          step.action !== 'put' ||
          count(before.inbox, (row, node) => some(row, (value, port) => value !== after.inbox[node][port])) === 1,
      )
    const result = expectAgreement(spec.definition)
    expect(result.states.distinct).toBe(3 ** 6)
    expect(result.properties.map(({ verdict, part }) => [verdict, part])).toEqual([
      ['violated', '(a, 1)'],
      ['violated', null],
      ['reachable', null],
      ['holds', null],
    ])
    const [, reached] = result.properties[2]?.trace?.steps ?? []
    expect(reached?.changed.every((path) => /^inbox\.[ab](\.x|\["[12]"\])$/.test(path))).toBe(true)
  })

  it('has members at any depth', () => {
    const deep = specify('deep', { lit: each([1, 2], each(['p', 'q'], each([true].map(String), false as boolean))) })
      .action('light')
      .over('i', [1, 2])
      .over('j', ['p', 'q'])
      .changes((s, { i, j }) => ({ lit: at(i, at(j, atAll(keysOf(s.lit[i][j]), true))) }))
      .eventually('all lit', (s) => every(s.lit, (row) => every(row, (cell) => every(cell, true))))
      .fair('weak', 'light', 'i', 'j')
    const result = expectAgreement(deep.definition)
    expect(result.states.distinct).toBe(16)
    expect(result.properties[0]?.verdict).toBe('holds')
  })

  it('may have no members, on either level', () => {
    for (const family of [each([], each(['a'], 0)), each(['a'], each([], 0))]) {
      const { definition } = specify('none', { family, n: 0 })
        .action('step')
        .when((s) => s.n === 0)
        .changes(() => ({ n: 1, family: {} }))
        .always('all zero', (s) => every(s.family as never, (row: never) => every(row, 0 as never)))
      expect(expectAgreement(definition).states.distinct).toBe(2)
    }
  })

  it('is printed with its values, and told of member by member', () => {
    const { definition } = net()
    const shown = look(definition, (s: never) => inspect(s, { depth: 5 })).value.replace(/\s+/g, ' ')
    expect(shown).toMatch(/b: \{ '?1'?: 0, '?2'?: 1, x: 0 \}/)
    expect(look(definition, (s: never) => JSON.parse(JSON.stringify(s))).value).toMatchObject({
      inbox: { a: { 1: 0, 2: 0, x: 0 }, b: { 1: 0, 2: 1, x: 0 } },
    })
    const recorded = recordedView(definition, { inbox: { a: { 1: 0, 2: 0, x: 0 }, b: { 1: 0, 2: 1, x: 0 } } }).view
    expect(inspect(recorded, { depth: 5 })).not.toContain('Getter')
    const [initial] = new PlainWorld(definition).initialStates()
    expect(printState(definition, initial as State).map(({ path }) => path)).toEqual([
      'inbox.b.2',
      'inbox.b.x',
      'inbox.b.1',
      'inbox.a.2',
      'inbox.a.x',
      'inbox.a.1',
    ])
  })

  it('has paths that differ, whatever its keys are made of', () => {
    const odd = ['a', 'a.b', 'b', 'b.c', 'c', '["a"]', '']
    const { definition } = specify('odd', { f: each(odd, each(odd, 0)) })
    const paths = slotsOf(
      definition,
      definition.variables[0]?.initial === undefined ? {} : { f: definition.variables[0].initial },
    )
    expect(new Set(paths.map(({ path }) => path)).size).toBe(odd.length ** 2)
  })

  it('is frozen on each level in a plain view', () => {
    const [initial] = new PlainWorld(net().definition).initialStates()
    const view = new PlainWorld(net().definition).view(initial as State) as {
      inbox: Record<string, Record<string, number>>
      isFull: Record<string, unknown>
    }
    expect(() => Object.assign(view.inbox.a ?? {}, { x: 1 })).toThrow(TypeError)
    expect(() => Object.assign(view.inbox, { a: {} })).toThrow(TypeError)
    expect(() => Object.assign(view.isFull, { a: {} })).toThrow(TypeError)
  })

  const acting =
    (effect: (s: never) => unknown): (() => unknown) =>
    () =>
      check(
        start()
          .action('act')
          .changes(effect as never).definition,
      )

  it.each<[string, (s: never) => unknown, string]>([
    [
      'a read of an unknown inner key',
      (s: Net) => ({ inbox: at('a', at(1, s.inbox.a?.z)) }),
      'the family "inbox.a" has no key "z". Its keys are: 2, x, 1.',
    ],
    [
      'a change of an unknown inner key',
      () => ({ inbox: at('a', at('z', 1)) }),
      'it changes inbox.a.z, which is no key of the family. Its keys are: 2, x, 1.',
    ],
    [
      'a change of a row to a number',
      () => ({ inbox: at('a', 1) }),
      'it changes the family "inbox.a" to 1. Change members: { inbox: at(key, at(key, value)) }.',
    ],
    [
      'a change of the whole to a list',
      () => ({ inbox: [] }),
      'it changes the family "inbox" to an array. Change members: { inbox: at(key, at(key, value)) }.',
    ],
    ['a member that is no plain data', () => ({ inbox: at('a', at(2, Number.NaN)) }), 'inbox.a["2"]'],
    ['a member written in place', (s: Net) => Object.assign(s.inbox.a ?? {}, { x: 1 }), 'inbox.a.x was assigned to'],
    ['a row written in place', (s: Net) => Object.assign(s.inbox, { a: {} }), 'inbox.a was assigned to'],
  ] as [string, (s: never) => unknown, string][])('names the member in the error of %s', (_, effect, message) => {
    expect(messageOf(acting(effect))).toContain(message)
  })

  it('is compared by content, and a comparison by identity is found in memory', () => {
    const goal = { x: 1 }
    const points = () => specify('points', { at: each(nodes, each(ports, { x: 0 })) })
    const wrong = [
      points().always('p', (s) => s.at.a[2] !== goal),
      points().always('p', (s) => !some(s.at, (row) => some(row, (point) => point === goal))),
      points().always('p', (s) => s.at.a !== s.at.b),
    ]
    for (const { definition } of wrong) {
      expect(messageOf(() => requireContentEquality(definition))).toContain('compares the identity of objects')
    }
    const right = points().always('p', (s) => s.at.a[2] === s.at.b[1] && some(s.at, (row) => row[2] === s.at.a.x))
    expect(messageOf(() => requireContentEquality(right.definition))).toBe('nothing was wrong')
    expect(check(right.definition).properties[0]?.verdict).toBe('holds')
  })

  it('may be what a specification is refined by, with every member', () => {
    const abstract = specify('abstract', { lit: each(nodes, each([1, 2], false as boolean)) })
      .action('light')
      .over('node', nodes)
      .over('port', [1, 2])
      .changes((_s, { node, port }) => ({ lit: at(node, at(port, true)) }))
    const concrete = () =>
      specify('concrete', { on: each(nodes, each([1, 2], 0)) })
        .action('light')
        .over('node', nodes)
        .over('port', [1, 2])
        .when((s, { node, port }) => s.on[node][port] < 2)
        .changes((s, { node, port }) => ({ on: at(node, at(port, s.on[node][port] + 1)) }))
    const lit = (
      s: { readonly on: { readonly [N in 'a' | 'b']: { readonly 1: number; readonly 2: number } } },
      node: 'a' | 'b',
    ) => ({
      1: s.on[node][1] > 0,
      2: s.on[node][2] > 0,
    })
    const refining = concrete().refines('r', abstract, (s) => ({ lit: { a: lit(s, 'a'), b: lit(s, 'b') } }))
    expect(expectAgreement(refining.definition).properties[0]?.verdict).toBe('holds')
    const jumping = concrete()
      .action('all')
      .changes(() => ({ on: atAll(nodes, atAll([1, 2], 1)) }))
      .refines('r', abstract, (s) => ({ lit: { a: lit(s, 'a'), b: lit(s, 'b') } }))
    expect(expectAgreement(jumping.definition).properties[0]?.verdict).toBe('violated')
    const lacking = concrete().refines('r', abstract, ((s: never) => ({
      lit: { a: lit(s, 'a'), b: { 1: true } },
    })) as never)
    expect(messageOf(() => check(lacking.definition))).toContain(
      'the mapping of family "lit.b" gives no value for key ["2"]',
    )
  })

  it('is what the statistics tell of where all of it, or a whole row, is returned to change one member', () => {
    const returning = (effect: (s: { readonly inbox: Net['inbox'] }, node: string, port: string) => unknown) =>
      check(
        start()
          .action('put')
          .over('node', nodes)
          .over('port', ports)
          .changes(((s: never, { node, port }: { node: string; port: string }) => effect(s, node, port)) as never)
          .definition,
      ).hints
    const [whole, ...others] = returning((s, node, port) => {
      const rows = nodes.map((each) => [each, each === node ? { ...s.inbox[each], [port]: 1 } : { ...s.inbox[each] }])
      return { inbox: Object.fromEntries(rows) }
    })
    expect(others).toEqual([])
    expect(whole).toContain('action "put" returns every member of "inbox" to change one of them')
    expect(whole).toContain('{ inbox: at(key, at(key, value)) }')
    const oneRow = [
      returning((s, node, port) => ({ inbox: at(node, { ...s.inbox[node], [port]: 1 }) })),
      // The other row is given back as it is, which reads nothing of it.
      returning((s, node, port) => ({ inbox: { ...s.inbox, [node]: { ...s.inbox[node], [port]: 1 } } })),
    ]
    for (const hints of oneRow) {
      expect(hints).toHaveLength(1)
      expect(hints[0]).toContain('action "put" returns every member of "inbox.*" to change one of them')
    }
    expect(returning((_s, node, port) => ({ inbox: at(node, at(port, 1)) }))).toEqual([])
  })

  it('has its stray keys and its members that are never read told of', () => {
    const { definition } = specify('logs', { log: each(nodes, each([1, 2], { length: 0, epoch: 0 })) })
      .action('append')
      .over('to', nodes)
      .when((s, { to }) => s.log[to][1].length === 0)
      .changes((s, { to }) => ({ log: at(to, at(1, { ...s.log[to][1], length: 1, lenght: 1 } as never)) }))
      .always('short', nodes, [1, 2], (s, node, at) => (node === 'a' && at === 2 ? true : s.log[node][at].length < 2))
      .deadlockFree(() => true)
    const { findings } = check(definition, { exhaust: true })
    expect(findings.map(({ kind, subject, parts }) => [kind, subject, parts])).toEqual([
      ['stray-key', 'log.*.*.lenght', null],
      ['unaffected', 'short', ['(b, 2)', '(a, 2)']],
      ['never-read', 'log', ['(a, 2)']],
    ])
  })

  it('is mutated member by member', () => {
    const { definition } = net()
    const [initial] = new PlainWorld(definition).initialStates()
    const visited: unknown[] = []
    const changes = { inbox: { a: { x: 5, z: 6 }, b: 'wrong' }, other: 1 }
    const mapped = mapChanges(definition, initial as State, changes, (name, before, after) => {
      visited.push([name, before, after])
      return 7
    })
    expect(visited).toEqual([['inbox', 0, 5]])
    expect(mapped).toEqual({ inbox: { a: { x: 7, z: 6 }, b: 'wrong' }, other: 1 })
  })
})
