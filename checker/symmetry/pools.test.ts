import { describe, expect, it } from 'vitest'
import {
  at,
  bag,
  copies,
  each,
  every,
  has,
  insert,
  removeOne,
  type SpecDefinition,
  set,
  some,
  specify,
  where,
} from '../../spec/language/index.ts'
import { expectAgreement } from '../../test/oracle/agreement.ts'
import { check } from '../check.ts'

type Message =
  | { readonly type: 'prepared'; readonly from: string }
  | { readonly type: 'commit' }
  | { readonly type: 'abort' }

const managersOf = (size: number) => Array.from({ length: size }, (_, at) => `rm${at + 1}`)

/** Two-phase commit as Gray and Lamport wrote it: votes and decisions are messages in one set, and stay there. */
function twoPhaseCommit(size: number, impatient = false): SpecDefinition {
  const managers = managersOf(size)
  return specify('two-phase commit', {
    phase: each(managers, 'working' as 'working' | 'prepared' | 'committed' | 'aborted'),
    coordinator: 'waiting' as 'waiting' | 'committed' | 'aborted',
    counted: set<string>(),
    messages: set<Message>(),
  })
    .action('prepare')
    .over('manager', managers)
    .when((s, { manager }) => s.phase[manager] === 'working')
    .changes((s, { manager }) => ({
      phase: at(manager, 'prepared'),
      messages: insert(s.messages, { type: 'prepared', from: manager }),
    }))
    .action('abort alone')
    .over('manager', managers)
    .when((s, { manager }) => s.phase[manager] === 'working' || (impatient && s.phase[manager] === 'prepared'))
    .changes((_s, { manager }) => ({ phase: at(manager, 'aborted') }))
    .action('count vote')
    .over('message', (s) => where(s.messages, { type: 'prepared' }))
    .when((s) => s.coordinator === 'waiting')
    .changes((s, { message }) => ({ counted: insert(s.counted, message.from) }))
    .action('decide to commit')
    .when((s) => s.coordinator === 'waiting' && managers.every((manager) => has(s.counted, manager)))
    .changes((s) => ({ coordinator: 'committed', messages: insert(s.messages, { type: 'commit' }) }))
    .action('decide to abort')
    .when((s) => s.coordinator === 'waiting')
    .changes((s) => ({ coordinator: 'aborted', messages: insert(s.messages, { type: 'abort' }) }))
    .action('learn of commit')
    .over('manager', managers)
    .when((s) => has(s.messages, { type: 'commit' }))
    .changes((_s, { manager }) => ({ phase: at(manager, 'committed') }))
    .action('learn of abort')
    .over('manager', managers)
    .when((s) => has(s.messages, { type: 'abort' }))
    .changes((_s, { manager }) => ({ phase: at(manager, 'aborted') }))
    .always('all or nothing', (s) => !(some(s.phase, 'committed') && some(s.phase, 'aborted')))
    .reachable('everyone commits', (s) => every(s.phase, 'committed'))
    .deadlockFree()
    .symmetric(managers).definition
}

describe('two-phase commit with its messages in a set', () => {
  it.each([
    [3, 80, 318, 11],
    [4, 166, 869, 14],
    [5, 314, 2_048, 17],
    [6, 553, 4_328, 20],
    [7, 920, 8_410, 23],
  ])('of %i managers has as many states up to renaming as there are orbits: %i', (size, distinct, generated, depth) => {
    const managers = managersOf(size)
    const { states, properties } = check(twoPhaseCommit(size))
    expect(states).toEqual({ distinct, generated, depth, symmetric: [managers] })
    expect(properties.map(({ verdict, trace }) => [verdict, trace?.length])).toEqual([
      ['holds', undefined],
      ['reachable', 3 * size + 2],
      ['holds', undefined],
    ])
  })

  it('breaks in the story that it breaks in without symmetry, and the reference agrees', () => {
    const broken = expectAgreement(twoPhaseCommit(3, true))
    expect(broken.states.distinct).toBe(122)
    expect(broken.properties[0]?.verdict).toBe('violated')
    const whole = check(twoPhaseCommit(3, true), { withoutSymmetry: true })
    expect(whole.states).toEqual({ distinct: 459, generated: 2_277, depth: 11, symmetric: [] })
    expect(broken.properties[0]?.trace?.length).toBe(whole.properties[0]?.trace?.length)
  })

  it('reads its pools by element and by pattern, as without symmetry', () => {
    const runsOf = (size: number) => {
      const { functions } = check(twoPhaseCommit(size))
      const of = (name: string) => functions.find((each) => each.kind === 'action' && each.name === name)
      return ['prepare', 'count vote', 'learn of commit', 'decide to abort'].map((name) => of(name)?.mostReads)
    }
    expect(runsOf(3)).toEqual([1, 1, 1, 1])
    expect(runsOf(5)).toEqual([1, 1, 1, 1])
  })
})

describe('pools of ids', () => {
  const ids = ['a', 'b', 'c'] as const

  it('may be full to begin with, in bags with several copies: engine and reference agree under every tuning', () => {
    const { definition } = specify('tokens', {
      tokens: bag<string>([...ids, ...ids]),
      seen: set<string>(ids),
      by: each(ids, 0),
    })
      .action('take')
      .over('token', (s) => s.tokens)
      .over('by', ids)
      .when((s, { by }) => s.by[by] < 2)
      .changes((s, { token, by }) => ({ tokens: removeOne(s.tokens, token), by: at(by, s.by[by] + 1) }))
      .action('forget')
      .over('id', ids)
      .when((s, { id }) => copies(s.tokens, id) === 0 && has(s.seen, id))
      .changes((s, { id }) => ({ seen: removeOne(s.seen, id) }))
      .action('start again')
      .when((s) => s.seen.length === 1)
      .changes(() => ({ tokens: bag([...ids, ...ids]), seen: set(ids) }))
      .always('never all seen and none left', (s) => s.tokens.length > 0 || s.seen.length === 3)
      .reachable('two of one', (s) => ids.some((id) => copies(s.tokens, id) === 0 && s.by[id] === 2))
      .symmetric(ids)
    const result = expectAgreement(definition)
    expect(result.properties.map(({ verdict }) => verdict)).toEqual(['violated', 'reachable'])
    expect(result.states.distinct).toBeLessThan(check(definition, { withoutSymmetry: true }).states.distinct / 4)
  })

  it('that are not treated alike are told of as a whole', () => {
    const { definition } = specify('favourite', { votes: set<string>() })
      .action('vote')
      .over('id', ids)
      .changes((s, { id }) => ({ votes: insert(s.votes, id === 'a' ? 'b' : id) }))
      .reachable('some', (s) => s.votes.length > 0)
      .symmetric(ids)
    expect(() => check(definition)).toThrow('it makes votes ["b"], where ["a"] is what it did before')
    const { definition: begun } = specify('begun', { votes: set<string>(['b']) })
      .action('vote')
      .over('id', ids)
      .changes((s, { id }) => ({ votes: insert(s.votes, id) }))
      .reachable('some', (s) => s.votes.length > 1)
      .symmetric(ids)
    expect(() => check(begun)).toThrow('votes is ["b"] in one of them, and none is like it with')
  })
})
