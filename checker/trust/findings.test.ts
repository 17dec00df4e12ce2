import { describe, expect, it } from 'vitest'
import {
  at,
  bag,
  each,
  every,
  implies,
  insert,
  type SpecDefinition,
  type State,
  specify,
} from '../../spec/language/index.ts'
import { check, createExplorer } from '../check.ts'
import type { CheckOptions } from '../contract/options.ts'
import type { Suspicion } from '../contract/result.ts'
import { findingsOf, vacuityText } from './findings.ts'

/** `kind subject`, and the parts in question. */
const found = ({ definition }: { readonly definition: SpecDefinition }, options: CheckOptions = { exhaust: true }) =>
  check(definition, options).findings.map(
    ({ kind, subject, parts }) => `${kind} ${subject}${parts === null ? '' : `: ${parts.join(' ')}`}`,
  )

/** Counts to `n`, round and round; everything in it is of use. */
const counter = () =>
  specify('counter', { n: 0 })
    .action('add')
    .changes((s) => ({ n: (s.n + 1) % 4 }))
    .always('small', (s) => s.n < 4)

it('a specification in which everything is of use has no findings', () => {
  expect(found(counter())).toEqual([])
})

describe('a model that stops', () => {
  const twoSteps = () =>
    specify('two steps', { n: 0 })
      .action('add')
      .when((s) => s.n < 2)
      .changes((s) => ({ n: s.n + 1 }))
      .always('small', (s) => s.n < 4)

  it('is told where nothing says that it may, with the number of states', () => {
    expect(found(twoSteps())).toEqual(['stops no deadlock'])
    expect(check(twoSteps().definition).findings.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^in some states \(1 of 3\) nothing can happen any more/),
    ])
  })

  it('is for deadlockFree to judge where that is declared', () => {
    expect(found(twoSteps().deadlockFree((s) => s.n === 2))).toEqual([])
    expect(found(twoSteps().deadlockFree())).toEqual([])
  })

  it('goes on where a step changes nothing, or leaves the constraint', () => {
    expect(
      found(
        twoSteps()
          .action('wait')
          .changes(() => ({})),
      ),
    ).not.toContain('stops no deadlock')
    expect(found(counter().constraint('narrow', (s) => s.n < 2))).not.toContain('stops no deadlock')
  })

  it('is not known to stop where its last states were not explored', () => {
    expect(found(twoSteps(), { maxDepth: 3, exhaust: true })).not.toContain('stops no deadlock')
    expect(found(twoSteps(), { maxDepth: 4, exhaust: true })).toContain('stops no deadlock')
  })

  it('is told where one of several scenarios stops', () => {
    const runs = [twoSteps(), counter()].map(({ definition }) => check(definition, { exhaust: true }).suspicions)
    expect(findingsOf(runs).map(({ kind }) => kind)).toContain('stops')
  })
})

describe('an action', () => {
  it('that never fires is told with the reason', () => {
    const spec = counter()
      .action('barred')
      .when((s) => s.n > 4)
      .changes(() => ({ n: 0 }))
      .action('without a value')
      .over('message', (s) => (s.n > 4 ? ['m'] : []))
      .when((_s, { message }) => message !== 'm')
      .changes(() => ({ n: 0 }))
      .action('disabled')
      .changes((s) => (s.n > 4 ? { n: 0 } : (Symbol.for('ackproof.disabled') as never)))
    expect(check(spec.definition).findings.map(({ text }) => text.replace(/:.*/, ''))).toEqual([
      'action "barred" never fires (its guard is never true)',
      'action "without a value" never fires (one of its parameters never has a value)',
      'action "disabled" never fires (its effect is disabled each time)',
    ])
  })

  it('that was never tried is not blamed for it', () => {
    const spec = counter()
      .action('empty')
      .over('x', [] as readonly number[])
      .changes((_s, { x }) => ({ n: x }))
    const texts = (options: CheckOptions) =>
      check(spec.definition, options).findings.flatMap(({ kind, text }) =>
        kind === 'never-fires' ? [text.replace(/: mend.*/, '')] : [],
      )
    expect(texts({ maxDepth: 1, exhaust: true })).toEqual([
      'to depth 1, action "add" never fires (it is never tried: no step is taken within this depth)',
      'to depth 1, action "empty" never fires (one of its parameters never has a value)',
    ])
    expect(texts({ maxDepth: 2, exhaust: true })).toEqual([
      'to depth 2, action "empty" never fires (one of its parameters never has a value)',
    ])
  })

  it('that is enabled in states of the last level only has not fired', () => {
    const spec = counter()
      .action('late')
      .when((s) => s.n === 2)
      .changes(() => ({ n: 0 }))
    expect(found(spec, { maxDepth: 3, exhaust: true })).toEqual(['never-fires late'])
    expect(found(spec, { maxDepth: 4, exhaust: true })).toEqual([])
  })

  it('whose guard is false for one argument or in one state has a guard of use', () => {
    const spec = (most: number) =>
      counter()
        .action('jump')
        .over('by', [0, 1])
        .when((s, { by }) => s.n + by <= most)
        .changes((s, { by }) => ({ n: (s.n + by) % 4 }))
    expect(found(spec(3))).toEqual([])
    expect(found(spec(4))).toEqual(['guard-always-true jump'])
  })
})

describe('a parameter', () => {
  const moves = () => specify('moves', { at: 0, seen: bag<object>() })

  it('is used by a guard, an effect, a later domain, a property of steps, or fairness', () => {
    const spec = moves()
      .action('guarded')
      .over('x', [0, 1])
      .when((s, { x }) => s.at === x)
      .changes((s) => ({ at: 1 - s.at }))
      .action('spread')
      .over('x', [0, 1])
      .over('y', [0, 1])
      .changes((s, args) => ({ at: s.seen.length, seen: s.seen.length > 0 ? s.seen : insert(s.seen, { ...args }) }))
      .action('with a domain')
      .over('x', [1])
      .over('y', (_s, { x }) => [x])
      .changes((_s, { y }) => ({ at: y }))
      .action('watched')
      .over('x', [0, 1])
      .changes(() => ({ at: 0 }))
      .alwaysStep('watches', (_before, step) => step.action !== 'watched' || step.args.x < 2)
      .action('fair')
      .over('x', [0, 1])
      .changes(() => ({ at: 1 }))
      .fair('weak', 'fair', 'x')
    expect(found(spec)).toEqual([])
  })

  it('is not used by sentences and columns, nor by asking for it before it has a value', () => {
    const spec = specify('told', { at: 0 })
      .action('told')
      .over('x', (s, args) => ('x' in args || s.at > 1 ? [] : [0, 1]))
      .by(({ x }) => `node ${x}`)
      .says((_before, { x }) => `${x}`)
      .changes((s) => ({ at: 1 - s.at }))
    expect(found(spec)).toEqual(['parameter-unused told.x'])
  })
})

describe('a variable', () => {
  it('is read by whatever looks at it, and a derived value as well', () => {
    const spec = counter().derive('double', (s) => 2 * s.n)
    expect(found(spec)).toEqual(['never-read double'])
    expect(found(spec.deadlockFree((s) => s.double > 4))).toEqual(['never-read double'])
    expect(found(spec.constraint('all', (s) => s.double < 9))).toEqual([])
    const written = specify('written', { n: 0, log: 'nothing' as string })
      .action('add')
      .changes((s) => ({ n: (s.n + 1) % 4, log: `${s.n}` }))
    expect(found(written)).toEqual(['never-read log'])
  })

  it('that only a goal reads, and that in states after it is reached, is read', () => {
    const spec = specify('late', { n: 0, lap: 0 })
      .action('add')
      .changes((s) => ({ n: (s.n + 1) % 4, lap: s.n === 3 ? 1 : 0 }))
    expect(found(spec.reachable('two, or a lap', (s) => s.n === 2 || (s.n === 3 && s.lap === 1)))).toEqual([])
    expect(found(spec.reachable('two', (s) => s.n === 2))).toEqual(['never-read lap'])
    const ofSteps = spec.reachableStep('from one', (before, _step, after) => before.n === 1 || after.lap === 1)
    expect(found(ofSteps)).toEqual([])
    const broken = spec.always('never one', (s) => s.n !== 1 && (s.n !== 2 || s.lap === 0))
    expect(found(broken)).toEqual([])
    const stuck = specify('stuck', { n: 0, lap: 0 })
      .action('add')
      .over('by', [1, 2])
      .when((s) => s.n < 2)
      .changes((s, { by }) => ({ n: s.n + by, lap: by }))
      .deadlockFree((s) => s.n === 3 && s.lap === 2)
    expect(found(stuck)).toEqual([])
  })

  it('that only the mapping of a refinement reads is read, also after it is broken', () => {
    const spec = specify('mapped', { n: 0, lap: 0 })
      .action('add')
      .changes((s) => ({ n: (s.n + 1) % 4, lap: s.n === 3 ? 1 : 0 }))
    const clock = specify('clock', { time: 0 })
      .action('tick')
      .changes((s) => ({ time: s.time + 1 }))
    expect(found(spec.refines('a clock', clock, (s) => ({ time: s.n + 4 * s.lap })))).toEqual([])
    expect(found(spec.refines('a clock', clock, (s) => ({ time: s.n > 1 ? 7 * s.lap : s.n })))).toEqual([])
    expect(found(spec.refines('a clock', clock, (s) => ({ time: s.n })))).toEqual(['never-read lap'])
  })

  it('that a goal cannot be asked about any more after it is reached is left alone', () => {
    const spec = specify('gone', { n: 0, lap: 0 })
      .action('add')
      .changes((s) => ({ n: (s.n + 1) % 4, lap: 1 }))
      .reachable('one', (s) => {
        if (s.n > 1) throw new Error('not defined here')
        return s.n === 1
      })
    expect(found(spec)).toEqual([])
  })

  it('never changes where all states agree, whatever the declaration said', () => {
    const spec = (starts: readonly { n?: number; limit?: number }[]) =>
      specify('limited', { n: 0, limit: 0 })
        .startingFrom(starts)
        .action('add')
        .changes((s) => ({ n: (s.n + 1) % s.limit }))
    expect(found(spec([{ limit: 2 }]))).toEqual(['never-changes limit'])
    expect(found(spec([{ limit: 2 }, { limit: 3 }]))).toEqual([])
    expect(found(spec([{ n: 2, limit: 1 }]))).toEqual(['never-changes limit'])
  })

  it('that is a family is told whole, or by the few members that are exceptions', () => {
    const spec = (read: readonly ('a' | 'b' | 'c')[]) =>
      specify('family', { on: each(['a', 'b', 'c'], false) })
        .action('switch')
        .changes((s) => ({ on: { a: !s.on.a } }))
        .always('dark', (s) => s.on.a || read.every((key) => !s.on[key]))
    expect(found(spec(['a', 'b', 'c']))).toEqual([])
    expect(found(spec(['a', 'b']))).toEqual(['never-read on: c'])
    expect(found(spec([]))).toEqual([])
    const unread = specify('unread', { n: 0, on: each(['a', 'b'], false) })
      .action('add')
      .changes((s) => ({ n: 1 - s.n, on: { a: s.n === 0 } }))
    expect(found(unread)).toEqual(['never-read on'])
  })
})

describe('a promise that holds', () => {
  it('is vacuous where its antecedent or its trigger is never true, each part by itself', () => {
    const spec = counter()
      .always(
        'whole',
        implies(
          (s) => s.n > 4,
          (s) => s.n < 9,
        ),
      )
      .always(
        'keys',
        [2, 3, 4],
        implies(
          (s, key) => s.n === key,
          (s, key) => s.n <= key,
        ),
      )
      .alwaysStep(
        'steps',
        implies(
          (before, _step, after) => before.n === after.n,
          () => false,
        ),
      )
      .infinitelyOften(
        'again',
        implies(
          (s) => s.n > 4,
          (s) => s.n === 5,
        ),
      )
      .leadsTo(
        'on and on',
        (s) => s.n === 7,
        (s) => s.n === 0,
      )
    const vacuous = ['whole', 'keys: 4', 'steps', 'again'].map((name) => `antecedent-never-true ${name}`)
    expect(found(spec)).toEqual([...vacuous, 'trigger-never-true on and on'])
    const texts = (definition: SpecDefinition): string[] => check(definition).findings.map(({ text }) => text)
    const because = '"on and on" holds vacuously, because its trigger is never true'
    expect(texts(spec.definition)).toContainEqual(`${because}: mend the trigger, or add what makes it true`)
    // A constraint that cuts nothing off hides no trigger.
    const whole = spec.constraint('all', () => true).definition
    expect(texts(whole)).toContainEqual(`${because}: mend the trigger, or add what makes it true`)
    const cut = spec.constraint('two', (s) => s.n < 2).definition
    expect(texts(cut)).toContainEqual(`${because} (inside the constraint): mend the trigger, or widen the constraint`)
  })

  it('is no less true for an antecedent that is true only outside a constraint', () => {
    const spec = counter()
      .constraint('two', (s) => s.n < 2)
      .always(
        'whole',
        implies(
          (s) => s.n === 2,
          (s) => s.n < 3,
        ),
      )
    expect(found(spec)).toEqual([])
  })

  it('is unaffected where nothing behind it changes, by way of derived values or not', () => {
    const spec = specify('unaffected', { n: 0, limit: 4 })
      .derive('isBounded', (s) => s.limit < 9)
      .derive('isSmall', (s) => s.n < 9)
      .action('add')
      .changes((s) => ({ n: (s.n + 1) % s.limit }))
      .always('bounded', (s) => s.isBounded)
      .always('small', (s) => s.isSmall)
      .always('nothing', () => true)
      .always('in parts', { bounded: (s) => s.isBounded, small: (s) => s.isSmall })
    const unaffected = ['bounded', 'nothing', 'in parts: bounded'].map((name) => `unaffected ${name}`)
    expect(found(spec)).toEqual([...unaffected, 'never-changes limit'])
  })

  it('is not doubted where it is broken or undecided', () => {
    const broken = counter().always(
      'keys',
      [2, 9],
      implies(
        (s, key) => s.n === key,
        () => false,
      ),
    )
    expect(found(broken)).toEqual([])
    expect(found(counter().always('false', () => false))).toEqual([])
  })
})

describe('a list of interchangeable ids', () => {
  const ids = ['ann', 'bob'] as const
  const families = () =>
    specify('families', { n: each(ids, 0) })
      .action('add')
      .over('id', ids)
      .changes((s, { id }) => ({ n: at(id, 1 - s.n[id]) }))
      .always('small', (s) => every(s.n, (n) => n < 4))
  const sets = () =>
    specify('sets', { waiting: bag<{ readonly by: string }>() })
      .action('ask')
      .over('by', ids)
      .changes((s, { by }) => ({ waiting: s.waiting.length < 2 ? insert(s.waiting, { by }) : bag([]) }))
      .always('few wait', (s) => s.waiting.length < 3)
  const misspelt = 'ids-never-met anne, bobby'

  it('is told of where no state has any of them, as a key or in a value', () => {
    for (const spec of [families, sets]) {
      expect(found(spec().symmetric(ids))).toEqual([])
      expect(found(spec().symmetric(['anne', 'bobby']))).toEqual([misspelt])
      expect(found(spec().symmetric(ids).symmetric(['anne', 'bobby']))).toEqual([misspelt])
      expect(found(spec().symmetric(['anne', 'bobby']), { exhaust: true, withoutSymmetry: true })).toEqual([])
    }
  })

  it('is told with what to do', () => {
    const [finding] = check(sets().symmetric(['anne', 'bobby']).definition).findings
    expect(finding?.text).toBe(
      'no state has any of the ids of symmetric(…) anne, bobby, so that they save nothing: are they misspelt? Give those that stand in the state, or leave them out',
    )
  })
})

describe('a constraint', () => {
  const bounded = (most: number) =>
    counter()
      .action('leap')
      .when((s) => s.n === 1)
      .changes(() => ({ n: 3 }))
      .constraint('bound', (s) => s.n <= most)

  it('that cuts each step of an action, every step, or every initial state, is told of', () => {
    expect(found(bounded(3))).toEqual([])
    expect(found(bounded(2))).toEqual(['always-cut leap'])
    expect(found(bounded(0))).toEqual(['never-fires leap', 'only-start-left bound'])
    expect(found(bounded(-1))).toEqual(['start-excluded bound'])
    // A step that stays where it is does not leave the constraint.
    const staying = bounded(0)
      .action('stay')
      .changes(() => ({}))
    expect(found(staying)).toEqual(['always-cut add', 'never-fires leap'])
  })
})

describe('the verdict on a promise that says little', () => {
  const verdicts = ({ definition }: { readonly definition: SpecDefinition }) => {
    const result = check(definition, { exhaust: true })
    return result.properties.map((property) => `${property.verdict}: ${vacuityText(result, property)}`)
  }

  it('names keys that there are none of, and reads that there are none of', () => {
    const spec = counter()
      .always('of no keys', [], (s: State, key: never) => s.n === key)
      .always('of nothing', () => true)
    expect(verdicts(spec)).toEqual([
      'holds: null',
      'holds: vacuously: its list of keys or parts has no members',
      'holds: vacuously: it reads no variable',
    ])
    expect(check(spec.definition).findings.map(({ text }) => text.replace(/: (make|give).*/, ''))).toEqual([
      '"of no keys" cannot break, because its list of keys or parts has no members',
      '"of nothing" cannot break, because it reads no variable',
    ])
  })

  it('names families that have no members, read directly or by way of a derived value', () => {
    const spec = specify('empty', { inbox: each([], each(['a'], 0)), row: each(['a'], each([], 0)), n: 0, limit: 3 })
      .derive('isQuiet', (s) => every(s.inbox as never, 0 as never))
      .derive('none', [], () => 1)
      .action('add')
      .when((s) => s.n < 2)
      .changes((s) => ({ n: s.n + 1 }))
      .always('of one', (s) => every(s.row.a, 0 as never))
      .always('by derived', (s) => s.isQuiet)
      .always('of several', (s) => every(s.row, (row) => every(row, 0)) && s.isQuiet && every(s.none, 1 as never))
      .always('of pairs', ['a'], [], () => false)
      .always('and a constant', (s) => s.isQuiet && s.limit > 2)
      .always('and a variable', (s) => s.isQuiet && s.n < 3)
      .deadlockFree(() => true)
    expect(verdicts(spec)).toEqual([
      'holds: vacuously: the family "row" has no members',
      'holds: vacuously: the family "inbox" has no members',
      'holds: vacuously: the families "row", "none", "inbox" have no members',
      'holds: vacuously: its list of keys or parts has no members',
      'holds: vacuously: nothing that it reads ever changed',
      'holds: null',
      'holds: null',
    ])
    expect(check(spec.definition, { exhaust: true }).findings.map(({ text }) => text)).toEqual([
      '"of one" cannot break, because the family "row" has no members: give it some in a scenario',
      '"by derived" cannot break, because the family "inbox" has no members: give it some in a scenario',
      '"of several" cannot break, because the families "row", "none", "inbox" have no members: give it some in a scenario',
      '"of pairs" cannot break, because its list of keys or parts has no members: give it some in a scenario',
      '"and a constant" cannot break, because it reads only limit, and that never changes: make it read what it is about',
      '"inbox" never changes (it has no members): make it a constant outside the state, or add the action that changes it',
      '"row" never changes (it has no members): make it a constant outside the state, or add the action that changes it',
      '"limit" never changes: make it a constant outside the state, or add the action that changes it',
    ])
  })

  it('names the members that alone are read, or the variable where all of them are', () => {
    const spec = specify('some', { cell: each(['a', 'b'], each(['c', 'd'], 0)), lamp: each(['a', 'b'], 0) })
      .action('set')
      .when((s) => s.cell.b.d === 0)
      .changes(() => ({ cell: at('b', at('d', 1)) }))
      .always('one', (s) => s.cell.a.d < 2)
      .always('all', (s) => every(s.lamp, (lamp) => lamp < 2) && s.cell.a.c < 2)
      .deadlockFree(() => true)
    const texts = check(spec.definition, { exhaust: true }).findings.map(({ text }) => text.replace(/: make.*/, ''))
    expect(texts).toEqual([
      '"one" cannot break, because it reads only cell.a.d, and that never changes',
      '"all" cannot break, because it reads only cell.a.c, lamp, and that never changes',
      '"lamp" never changes',
      '"cell" is never read for (b, c), by no guard, effect, domain, derived value, property or constraint: remove it, or state the promise that it is for',
    ])
  })

  it('tells initial states outside the constraint, which are looked at, from none', () => {
    const spec = counter()
      .constraint('none', (s) => s.n > 9)
      .noWayBack('zero', (s) => s.n === 0)
      .always('not zero', (s) => s.n !== 0)
    expect(verdicts(spec)).toEqual([
      'holds: only initial states were looked at, all outside the constraint',
      'holds: vacuously: there is no state to look at',
      'violated: only initial states were looked at, all outside the constraint',
    ])
  })
})

describe('a run that does not come to its end', () => {
  const idle = () =>
    counter()
      .action('barred')
      .when((s) => s.n > 4)
      .changes(() => ({ n: 0 }))
      .always('one', (s) => s.n !== 1)

  it.each<[string, CheckOptions]>([
    ['a limit on states', { maxStates: 2, exhaust: true }],
    ['a limit on time', { timeLimitSeconds: 0 }],
    ['the first violation', { stopFirst: true }],
  ])('but to %s, confirms nothing; what it saw refutes', (_, options) => {
    const { findings, suspicions, completeness } = check(idle().definition, options)
    expect(['states', 'time', 'stopped']).toContain(completeness)
    expect(findings).toEqual([])
    expect(suspicions.every(({ isRefuted }) => isRefuted)).toBe(true)
  })

  it('because it was stopped while behaviours were judged, confirms nothing', () => {
    const explorer = createExplorer(idle().infinitelyOften('zero', (s) => s.n === 0).definition, { exhaust: true })
    do explorer.step(0)
    while (explorer.progress().waiting > 0)
    explorer.stop('time')
    const { findings, completeness, properties } = explorer.result()
    expect([completeness, properties.at(-1)?.verdict, findings]).toEqual(['full', 'undecided', []])
  })

  it('because every property was decided, confirms nothing', () => {
    const decided = specify('decided', { n: 0 })
      .action('add')
      .changes((s) => ({ n: s.n + 1 }))
      .action('barred')
      .when((s) => s.n < 0)
      .changes(() => ({ n: 0 }))
      .always('one', (s) => s.n !== 1)
    const { findings, suspicions, completeness } = check(decided.definition)
    expect([completeness, findings]).toEqual(['stopped', []])
    expect(suspicions.filter(({ kind }) => kind === 'never-fires').map(({ subject }) => subject)).toEqual(['add'])
  })

  it('but to a depth, says so with each finding', () => {
    const [finding] = check(idle().definition, { maxDepth: 3, exhaust: true }).findings
    expect(finding?.text).toMatch(/^to depth 3, action "barred" never fires/)
  })
})

describe('findings of several runs', () => {
  const suspicion = (subject: string, part: string | null, isRefuted: boolean, reason: string | null = null) =>
    ({ kind: 'antecedent-never-true', subject, part, isRefuted, reason }) satisfies Suspicion

  it('are about the parts that no run refutes', () => {
    const first = [suspicion('p', 'a', false), suspicion('p', 'b', false), suspicion('p', 'c', true)]
    const second = [suspicion('p', 'a', false), suspicion('p', 'b', true)]
    expect(findingsOf([first, second])).toMatchObject([{ subject: 'p', parts: ['a'] }])
    expect(findingsOf([first.slice(0, 1), second.slice(0, 1)])).toMatchObject([{ subject: 'p', parts: null }])
    expect(findingsOf([second.slice(1), first])).toMatchObject([{ subject: 'p', parts: ['a'] }])
  })

  it('give a reason where all give the same', () => {
    const never = (reason: string): Suspicion => ({ ...suspicion('a', null, false, reason), kind: 'never-fires' })
    expect(findingsOf([[never('why')], [never('why')]])[0]?.text).toContain('never fires (why)')
    expect(findingsOf([[never('why')], [never('why not')]])[0]?.text).toContain('never fires:')
  })
})
