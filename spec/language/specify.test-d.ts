/** Promises of the language's types: what is inferred, and what does not compile. */
import { describe, expectTypeOf, it } from 'vitest'
import {
  at,
  atAll,
  type Bag,
  bag,
  count,
  disabled,
  each,
  every,
  holds,
  implies,
  insert,
  keysOf,
  removeOne,
  set,
  some,
  specify,
  suite,
  violated,
  where,
} from './index.ts'

const rms = ['rm1', 'rm2'] as const
type Rm = (typeof rms)[number]
type Phase = 'working' | 'prepared' | 'committed' | 'aborted'
type Tm = 'init' | 'committed'
type Message = { readonly type: 'commit'; readonly to: Rm } | { readonly type: 'vote'; readonly yes: boolean }

const start = () =>
  specify('two-phase', { phase: each(rms, 'working' as Phase), tm: 'init' as Tm, inFlight: bag<Message>() })

const twoPhase = start()
  .derive('someCommitted', (s) => some(s.phase, 'committed'))
  .derive('isPrepared', rms, (s, rm) => s.phase[rm] === 'prepared')
  .action('prepare')
  .over('rm', rms)
  .when((s, { rm }) => s.phase[rm] === 'working')
  .changes((s, { rm }) => ({ phase: at(rm, 'prepared'), inFlight: insert(s.inFlight, { type: 'vote', yes: true }) }))
  .action('commit')
  .when((s) => s.tm === 'init' && every(s.isPrepared, true))
  .changes(() => ({ tm: 'committed', phase: atAll(rms, 'committed') }))
  .action('deliver')
  .over('message', (s) => s.inFlight)
  .by(({ message }) => message.type)
  .says((_before, { message }, after) => `${message.type} leaves ${after.tm}`)
  .changes((s, { message }) => {
    if (message.type === 'vote') return disabled
    return { inFlight: removeOne(s.inFlight, message), phase: at(message.to, 'committed') }
  })
  .always('all or nothing', (s) => !(s.someCommitted && some(s.phase, 'aborted')))
  .always('per manager', rms, (s, rm) => s.phase[rm] !== 'aborted')
  .always('in parts', { first: (s) => s.tm !== 'init', second: (s) => !s.someCommitted })
  .alwaysStep(
    'votes stay',
    (before, step, after) => step.action !== 'prepare' || before.phase[step.args.rm] !== after.phase[step.args.rm],
  )
  .reachable('done', (s) => s.tm === 'committed')
  .deadlockFree((s) => s.tm === 'committed')

describe('inference', () => {
  it('needs no annotation in bodies', () => {
    start()
      .derive('prepared', rms, (s, rm) => s.phase[rm] === 'prepared')
      .action('deliver')
      .over('to', rms)
      .over('message', (s, { to }) => {
        expectTypeOf(to).toEqualTypeOf<Rm>()
        return s.inFlight
      })
      .changes((s, { to, message }) => {
        expectTypeOf(s.tm).toEqualTypeOf<Tm>()
        expectTypeOf(s.prepared[to]).toEqualTypeOf<boolean>()
        expectTypeOf(s.inFlight).toEqualTypeOf<Bag<Message>>()
        expectTypeOf(message).toEqualTypeOf<Message>()
        return {}
      })
      .alwaysStep('typed', (_before, step) => {
        expectTypeOf(step.action).toEqualTypeOf<'deliver'>()
        expectTypeOf(step.args.to).toEqualTypeOf<Rm>()
        return true
      })
  })

  it('knows the budgets of faults: those that there are, and those that a fault brings', () => {
    const spec = specify('faulty', { n: 1, mode: 'a', left: each(rms, 1) })
      .action('crash')
      .fault({ spends: 'crashes', of: 2 })
      .when((s) => {
        expectTypeOf(s.crashes).toEqualTypeOf<number>()
        return true
      })
      .changes(() => ({ n: 2 }))
      .action('again')
      .fault({ spends: 'crashes' })
      .changes(() => ({}))
      .action('member')
      .fault({ spends: 'left.rm1' })
      .changes(() => ({}))
      .always('read', (s) => s.crashes >= 0)
    // @ts-expect-error no such variable, and no number to declare it with
    spec.action('x').fault({ spends: 'crahses' })
    // @ts-expect-error no number
    spec.action('x').fault({ spends: 'mode' })
    // @ts-expect-error no such member
    spec.action('x').fault({ spends: 'left.rm9' })
  })

  it('narrows what a given value may be, and hands it to all that follows', () => {
    type Card = { readonly row: number }
    const game = specify('game', { hand: null as Card | null, pile: [] as readonly Card[], tm: 'init' as Tm })
      .action('swap')
      .over('rm', rms)
      .given('card', (s, { rm }) => (rm === 'rm1' ? s.hand : null))
      .over('again', (_s, { card }) => [card.row, 2])
      .given('first', (s) => s.pile.find(({ row }) => row > 1))
      .by(({ card }) => String(card.row))
      .says((_before, { card }) => String(card.row))
      .when((_s, { card }) => card.row > 0)
      .changes((_s, { card, first, again }) => {
        expectTypeOf(card).toEqualTypeOf<Card>()
        expectTypeOf(first).toEqualTypeOf<Card>()
        expectTypeOf(again).toEqualTypeOf<number>()
        return { hand: card }
      })
    game.alwaysStep('x', (_before, step) => step.args.card.row > 0).fair('weak', 'swap', 'card')
    game
      .action('again')
      // @ts-expect-error unknown variable
      .given('card', (s) => s.hands)
  })

  it('reaches into both halves of an implication, whatever the condition is of', () => {
    twoPhase
      .always(
        'of a state',
        implies(
          (s) => {
            expectTypeOf(s.tm).toEqualTypeOf<Tm>()
            return s.someCommitted
          },
          (s) => s.tm === 'committed',
        ),
      )
      .always(
        'of a state and a key',
        rms,
        implies(
          (s, rm) => s.isPrepared[rm],
          (s, rm) => {
            expectTypeOf(rm).toEqualTypeOf<Rm>()
            return s.phase[rm] !== 'working'
          },
        ),
      )
      .always('in parts', {
        first: implies(
          (s) => s.tm === 'init',
          (s) => !s.someCommitted,
        ),
        second: (s) => s.tm === 'init',
      })
      .alwaysStep(
        'of a step',
        implies(
          (before, step) => step.action === 'prepare' && before.phase[step.args.rm] === 'working',
          (_before, step, after) => step.action !== 'prepare' || after.phase[step.args.rm] === 'prepared',
        ),
      )
      .eventually(
        'one inside another',
        implies(
          (s) => s.tm === 'init',
          implies(
            (s) => s.someCommitted,
            (s) => s.tm === 'committed',
          ),
        ),
      )
      .canAlwaysReach(
        'a key that is not used',
        rms,
        implies(
          (s) => s.tm === 'init',
          (s) => s.someCommitted,
        ),
      )
      .leadsTo(
        'as a trigger',
        implies(
          (s) => s.tm === 'init',
          (s) => s.someCommitted,
        ),
        (s) => s.someCommitted,
      )
    twoPhase.always(
      'x',
      implies(
        // @ts-expect-error misspelt variable in the antecedent
        (s) => s.tmm === 'init',
        (s) => s.someCommitted,
      ),
    )
    twoPhase.always(
      'x',
      implies(
        (s) => s.someCommitted,
        // @ts-expect-error wrong literal in the consequent
        (s) => s.tm === 'aborted',
      ),
    )
  })

  it('knows actions and their parameters where fairness is declared', () => {
    const fair = start()
      .action('deliver')
      .over('to', rms)
      .over('message', (s) => s.inFlight)
      .changes(() => ({}))
      .action('restart')
      .over('to', rms)
      .changes(() => ({}))
      .fair('weak', 'deliver')
      .fair('strong', 'deliver', 'to', 'message')
      .fair('weak', ['deliver', 'restart'], 'to')
    // @ts-expect-error no such action
    fair.fair('weak', 'delivers')
    // @ts-expect-error no such strength
    fair.fair('fierce', 'deliver')
    // @ts-expect-error no such parameter
    fair.fair('weak', 'restart', 'message')
    // @ts-expect-error not a parameter of both
    fair.fair('weak', ['deliver', 'restart'], 'message')
  })

  it('asks a mapping for every variable of the abstract specification', () => {
    const abstract = specify('abstract', { done: each(rms, false), by: 'none' as 'none' | Rm })
    twoPhase.refines('ok', abstract, (s) => ({
      done: { rm1: s.isPrepared.rm1, rm2: false },
      by: s.someCommitted ? 'rm1' : 'none',
    }))
    twoPhase.refines('arrays', specify('abstract', { log: [] as number[] }), (s) => ({
      log: [s.tm === 'init' ? 1 : 2],
    }))
    twoPhase.refines('safety', specify('abstract', { n: 0 }), () => ({ n: 1 }), { only: 'safety' })
    // @ts-expect-error fairness alone is no question
    twoPhase.refines('x', specify('abstract', { n: 0 }), () => ({ n: 1 }), { only: 'fairness' })
    // @ts-expect-error a variable is missing
    twoPhase.refines('x', abstract, () => ({ by: 'none' as const }))
    // @ts-expect-error a key is missing
    twoPhase.refines('x', abstract, () => ({ by: 'none' as const, done: { rm1: true } }))
    // @ts-expect-error a wrong literal
    twoPhase.refines('x', abstract, () => ({ by: 'nobody' as const, done: { rm1: true, rm2: true } }))
  })

  it('knows the keys of properties over time', () => {
    twoPhase
      .leadsTo(
        'each',
        rms,
        (s, rm) => s.phase[rm] === 'prepared',
        (s, rm) => s.phase[rm] === 'committed',
      )
      .eventually('each at some time', rms, (s, rm) => s.isPrepared[rm])
      .noWayBack('decided', (s) => s.tm === 'committed')
    // @ts-expect-error a wrong literal
    twoPhase.infinitelyOften('x', (s) => s.tm === 'done')
    // @ts-expect-error no such variable
    twoPhase.canAlwaysReach('x', rms, (s, rm) => s.prepared[rm])
  })

  it('goes down the levels of a nested family', () => {
    const net = specify('net', {
      vote: each(rms, each(rms, 'none' as 'none' | 'committed')),
      seen: each(rms, (i) => each([1, 2], (round) => (i === 'rm1' ? round : 0))),
      deep: each(rms, each([1, 2], each(rms, false as boolean))),
    })
      .derive('agrees', rms, [1, 2], (s, rm, round) => s.seen[rm][round] === round)
      .action('vote')
      .over('from', rms)
      .over('to', rms)
      .when((s, { from, to }) => s.vote[from][to] === 'none' && s.agrees[from][2])
      .changes((s, { from, to }) => ({
        vote: at(from, at(to, 'committed')),
        seen: at(to, s.seen[from]),
        deep: at(
          from,
          atAll([1, 2], (round) => at(to, s.agrees[to][round])),
        ),
      }))
      .action('reset')
      .changes(() => ({
        vote: atAll(rms, atAll(rms, 'none')),
        deep: {
          ...at('rm1', at(1, at('rm2', true))),
          ...at('rm2', { ...at(1, at('rm1', true)), ...at(2, atAll(rms, false)) }),
        },
      }))
      .always('looks', (s) => {
        expectTypeOf(s.vote.rm1.rm2).toEqualTypeOf<'none' | 'committed'>()
        expectTypeOf(s.deep.rm1[2].rm2).toEqualTypeOf<boolean>()
        expectTypeOf(keysOf(s.seen.rm1)).toEqualTypeOf<readonly (1 | 2)[]>()
        return some(s.vote, (inner, rm) => rm !== 'rm1' && every(inner, 'committed')) && count(s.seen.rm2, 1) === 1
      })
    net.refines('itself', net, (s) => ({
      vote: { rm1: s.vote.rm1, rm2: { rm1: 'none' as const, rm2: 'none' as const } },
      seen: s.seen,
      deep: s.deep,
    }))
    // @ts-expect-error a wrong literal
    net.action('x').changes(() => ({ vote: at('rm1', at('rm2', 'comitted')) }))
    // @ts-expect-error a wrong key of the inner level
    net.action('x').changes(() => ({ vote: at('rm1', at('rm3', 'none')) }))
    // @ts-expect-error a wrong key of the outer level
    net.action('x').changes(() => ({ vote: at('rm3', at('rm1', 'none')) }))
    // @ts-expect-error a level is missing
    net.action('x').changes(() => ({ vote: at('rm1', 'none') }))
    // @ts-expect-error a wrong literal for all
    net.action('x').changes(() => ({ vote: atAll(rms, () => atAll(rms, 'comitted')) }))
    // @ts-expect-error no such key on the inner level
    net.always('x', (s) => s.seen.rm1[3] === 0)
    // @ts-expect-error the inner family is no number
    net.always('x', (s) => s.seen.rm1 > 0)
    const lacking = { rm1: { rm1: 'none', rm2: 'none' }, rm2: { rm1: 'none' } } as const
    // @ts-expect-error a member of an inner family is missing
    net.refines('x', net, (s) => ({ seen: s.seen, deep: s.deep, vote: lacking }))
  })

  it('knows both keys of a property over two lists', () => {
    twoPhase
      .always('agree', rms, [1, 2], (s, rm, round) => {
        expectTypeOf(rm).toEqualTypeOf<Rm>()
        expectTypeOf(round).toEqualTypeOf<1 | 2>()
        return s.phase[rm] !== 'aborted'
      })
      .leadsTo(
        'each pair',
        rms,
        rms,
        (s, i) => s.phase[i] === 'prepared',
        (s, _i, j) => s.phase[j] === 'committed',
      )
    // @ts-expect-error a number is no key of the family
    twoPhase.noWayBack('x', rms, [1, 2], (s, _rm, round) => s.phase[round] === 'aborted')
  })

  it('lets a promise of progress, and no other, assume something, with the keys that it is for', () => {
    twoPhase
      .leadsTo(
        'decided',
        rms,
        (s, rm) => s.phase[rm] === 'prepared',
        (s, rm) => s.phase[rm] === 'committed',
      )
      .assuming('someone commits', (s, rm) => {
        expectTypeOf(rm).toEqualTypeOf<Rm>()
        return s.phase[rm] !== 'aborted'
      })
      .assumingStep(
        'a step of its own',
        (_before, step, after, rm) => 'rm' in step.args && after.phase[rm] !== 'aborted',
      )
    // @ts-expect-error an invariant assumes nothing
    twoPhase.always('x', () => true).assuming('y', () => true)
    // @ts-expect-error a promise without keys has none
    twoPhase.eventually('x', () => true).assuming('y', (_s, rm) => rm === 'rm1')
  })

  it('may be over a function that makes the specification, and over one with constants only with a configuration', () => {
    suite('typed', () => twoPhase)
    // @ts-expect-error the function asks for a configuration
    suite('typed', (config: { size: number }) => (config.size > 1 ? twoPhase : twoPhase))
  })

  it('knows the names of the properties in a scenario', () => {
    suite('typed', twoPhase).scenario({
      title: 'all named',
      expect: {
        'all or nothing': holds,
        'per manager': holds,
        'in parts': violated(1),
        'votes stay': holds,
        done: holds,
        'no deadlock': holds,
      },
    })
    suite('typed', twoPhase).scenario({
      title: 'some ignored',
      expect: { 'all or nothing': holds, done: holds },
      others: 'ignored',
      headline: 'done',
    })
    suite('typed', twoPhase).scenario({
      title: 'misspelt beside ignored ones',
      // @ts-expect-error unknown property name
      expect: { 'all or nothin': holds },
      others: 'ignored',
    })
    suite('typed', twoPhase).scenario({
      title: 'one missing',
      // @ts-expect-error "no deadlock" is missing
      expect: { 'all or nothing': holds, 'per manager': holds, 'in parts': holds, 'votes stay': holds, done: holds },
    })
    suite('typed', (config: { size: number }) => (config.size > 1 ? twoPhase : twoPhase), { size: 2 }).scenario({
      title: 'misspelt',
      config: { size: 3 },
      expect: {
        // @ts-expect-error unknown property name
        'all or nothin': holds,
        'per manager': holds,
        'in parts': holds,
        'votes stay': holds,
        done: holds,
        'no deadlock': holds,
      },
    })
  })
})

describe('an accepted finding', () => {
  it('has a kind, and about a property a name that there is', () => {
    suite('typed', twoPhase)
      .accept({ finding: 'never-fires', of: 'commit', because: 'a reason' })
      .accept({ finding: 'antecedent-never-true', of: 'per manager', because: 'a reason' })
    // @ts-expect-error a kind that there is not
    suite('typed', twoPhase).accept({ finding: 'never-fired', of: 'commit', because: 'a reason' })
    // @ts-expect-error no property
    suite('typed', twoPhase).accept({ finding: 'unaffected', of: 'per managr', because: 'a reason' })
    // @ts-expect-error no reason
    suite('typed', twoPhase).accept({ finding: 'never-fires', of: 'commit' })
  })
})

describe('what does not compile', () => {
  it('a misspelt variable', () => {
    // @ts-expect-error unknown variable
    start().always('x', (s) => s.phases.rm1 === 'working')
    // @ts-expect-error unknown key of a family
    start().always('x', (s) => s.phase.rm3 === 'working')
    start()
      .action('a')
      // @ts-expect-error unknown variable in a guard
      .when((s) => s.tmm === 'init')
  })

  it('a wrong literal', () => {
    // @ts-expect-error wrong literal in a comparison
    start().always('x', (s) => s.tm === 'aborted')
    start()
      .action('a')
      // @ts-expect-error wrong literal in a change
      .changes(() => ({ tm: 'nope' }))
    start()
      .action('a')
      .over('rm', rms)
      // @ts-expect-error wrong value under a key of union type
      .changes((_s, { rm }) => ({ phase: at(rm, 'nope') }))
    start()
      .action('a')
      // @ts-expect-error wrong key
      .changes(() => ({ phase: at('rm9', 'working') }))
    start()
      .action('a')
      // @ts-expect-error wrong member of a bag
      .changes((s) => ({ inFlight: insert(s.inFlight, { type: 'nope' }) }))
    start()
      .action('a')
      // @ts-expect-error a filtered bag is a plain array
      .changes((s) => ({ inFlight: s.inFlight.filter((m) => m.type === 'vote') }))
    start()
      .action('a')
      // @ts-expect-error a set is not a bag
      .changes(() => ({ inFlight: set<Message>() }))
    // @ts-expect-error a value that the family cannot have
    start().always('x', (s) => some(s.phase, 'nope'))
  })

  it('an unknown parameter', () => {
    start()
      .action('a')
      .over('rm', rms)
      // @ts-expect-error unknown parameter
      .when((s, { rmm }) => s.phase[rmm] === 'working')
    start()
      .action('a')
      .over('rm', rms)
      // @ts-expect-error unknown parameter
      .changes((_s, { other }) => ({ phase: at(other, 'working') }))
  })

  it('an unknown action name', () => {
    // @ts-expect-error unknown action
    twoPhase.alwaysStep('x', (_before, step) => step.action !== 'prepaer')
    // @ts-expect-error a parameter of another action
    twoPhase.alwaysStep('x', (_before, step) => step.action !== 'prepare' || step.args.message === null)
  })

  it('a change of a derived value', () => {
    // @ts-expect-error not assignable: "someCommitted" alone shares no property with the variables
    twoPhase.action('a').changes(() => ({ someCommitted: true }))
  })
})

describe('where', () => {
  type Mail =
    | { readonly kind: 'ask'; readonly ballot: number }
    | { readonly kind: 'yes'; readonly ballot: number; readonly from: Rm }

  it('narrows the type to the members of the union that may match', () => {
    const pool = set<Mail>()
    expectTypeOf(where(pool, { kind: 'yes', ballot: 1 })[0]).toEqualTypeOf<Extract<Mail, { kind: 'yes' }> | undefined>()
    expectTypeOf(where(pool, { ballot: 1 })[0]).toEqualTypeOf<Mail | undefined>()
    expectTypeOf(where(bag<Mail>(), { from: 'rm1' })).toEqualTypeOf<Bag<Extract<Mail, { kind: 'yes' }>>>()
  })

  it('refuses a field that no element has, and a value that none can have', () => {
    // @ts-expect-error
    where(set<Mail>(), { kid: 'yes' })
    // @ts-expect-error
    where(set<Mail>(), { kind: 'no' })
    // @ts-expect-error
    where(set<Mail>(), { ballot: '1' })
  })
})
