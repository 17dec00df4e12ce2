import { describe, expect, it } from 'vitest'
import { check } from '../checker/check.ts'
import { Program } from '../checker/memo/program.ts'
import { UserRun } from '../checker/model/user-run.ts'
import { mutated } from '../checker/mutation/mutate.ts'
import { mutationsOf } from '../checker/mutation/mutations-of.ts'
import { observing } from '../checker/mutation/observe.ts'
import { changesBetween } from '../counterexamples/story/difference.ts'
import { printState } from '../counterexamples/story/slots.ts'
import {
  at,
  atAll,
  change,
  each,
  record,
  type SpecDefinition,
  SpecError,
  type State,
  sameValue,
  specify,
} from '../spec/language/index.ts'
import { PlainWorld } from '../spec/semantics/plain-world.ts'
import { recordedView } from '../spec/semantics/recorded-view.ts'
import { requireContentEquality } from '../spec/source/require-content-equality.ts'
import { expectAgreement } from './oracle/agreement.ts'
import { expectSameFindings } from './oracle/findings-agreement.ts'

const brokers = ['a', 'b'] as const

interface Log {
  readonly written: number
  readonly flushed: number
  readonly by: string
}

const start = () =>
  specify('disks', {
    log: record({ written: 0, flushed: 0, by: 'nobody' }),
    disk: each(brokers, record({ size: 0, head: record({ term: 0, owner: 'x' }), acks: each(brokers, 0) })),
    last: null as Log | null,
  })

/** A reducer of an ordinary object, which may be given the record. */
const written = (log: Log): Log => ({ ...log, written: log.written + 1 })
const flushedBy = (log: Log, by: string): Log => change(change(log, { flushed: log.written }), { by })

const disks = () =>
  start()
    .action('write')
    .when((s) => s.log.written < 2)
    .changes((s) => ({ log: written(s.log) }))
    .action('flush')
    .over('by', brokers)
    .changes((s, { by }) => ({ log: flushedBy(s.log, by) }))
    .action('note')
    .changes((s) => ({ last: s.log }))
    .action('reset')
    .changes((s) => ({ log: s.last ?? { written: 0, flushed: 0, by: 'nobody' } }))
    .action('take')
    .over('from', brokers)
    .changes((s, { from }) => ({ disk: at(from === 'a' ? 'b' : 'a', change(s.disk[from], { size: 1 })) }))
    .action('elect')
    .over('broker', brokers)
    .when((s, { broker }) => s.disk[broker].head.term === 0)
    .changes((s, { broker }) => ({
      disk: at(broker, change(s.disk[broker], { head: change(s.disk[broker].head, { term: 1 }), acks: at(broker, 1) })),
    }))

type Disks = {
  readonly log: Log
  readonly disk: Readonly<
    Record<'a' | 'b', { size: number; head: { term: number; owner: string }; acks: Record<string, number> }>
  >
}

/** What a look at the state reads, and what it comes to. */
function look<T>(
  definition: SpecDefinition,
  look: (state: never) => T,
): { readonly reads: string[]; readonly value: T } {
  const { model, userCode } = new Program(definition, null)
  const ids = new Int32Array(model.slots).fill(-1)
  ids.set(model.initialIds)
  const run = new UserRun(userCode, ids)
  const value = look(run.view() as never)
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

describe('a record', () => {
  it('has one slot for each field, and a field is read by itself', () => {
    const { definition } = disks()
    expect(look(definition, (s: Disks) => s.log.flushed)).toEqual({ value: 0, reads: ['log.flushed'] })
    expect(look(definition, (s: Disks) => s.disk.b.head.term)).toEqual({ value: 0, reads: ['disk.b.head.term'] })
    expect(look(definition, (s: Disks) => [Object.keys(s.log), 'by' in s.log]).reads).toEqual([])
    expect(look(definition, (s: Disks) => ({ ...s.log })).reads).toEqual(['log.written', 'log.flushed', 'log.by'])
  })

  it('is changed without a read of its other fields, which are read where somebody looks', () => {
    const { definition } = disks()
    expect(look(definition, (s: Disks) => change(s.log, { flushed: 1 }).flushed)).toEqual({ value: 1, reads: [] })
    expect(look(definition, (s: Disks) => change(change(s.log, { flushed: 1 }), { by: 'a' }).written)).toEqual({
      value: 0,
      reads: ['log.written'],
    })
    expect(look(definition, (s: Disks) => change(s.disk.a, { acks: at('a', 7) } as never).acks)).toMatchObject({
      value: { a: 7, b: 0 },
    })
  })

  it('is an ordinary object to a variable, a reducer and a comparison: engine and reference agree', () => {
    const spec = disks()
      .derive('flushed', (s) => s.log.flushed > 0)
      .derive('whole', (s) => ({ of: s.log }))
      .startingFrom([{}, { log: { written: 1, flushed: 1, by: 'a' } }])
      .constraint('few', (s) => s.disk.a.size + s.disk.a.head.term < 2 && s.disk.b.head.term === 0 && s.log.written < 2)
      .always('never flushed more than written', (s) => s.log.flushed <= s.log.written)
      .always(
        'as noted',
        (s) => s.last === null || sameValue(s.last, s.log) || s.last.by !== s.whole.of.by || s.flushed,
      )
      .reachable('elected', (s) => s.disk.a.head.term === 1 && s.disk.a.acks.a === 1 && s.disk.b.size === 1)
    const result = expectAgreement(spec.definition)
    expect(result.properties.map(({ verdict }) => verdict)).toEqual(['holds', 'violated', 'reachable'])
    expect(result.hints).toEqual([expect.stringContaining('action "write" returns every field of "log"')])
  })

  it('takes all fields of another record that is given with some of them changed', () => {
    const { definition } = specify('two', {
      one: record({ n: 1, m: 1, by: 'x' }),
      other: record({ n: 0, m: 0, by: 'y' }),
    })
      .action('take')
      .changes((s) => ({ other: change(s.one, { n: 2 }) }))
      .reachable('taken', (s) => s.other.n === 2 && s.other.m === 1 && s.other.by === 'x')
    expect(expectAgreement(definition).properties[0]?.verdict).toBe('reachable')
  })

  it('is run far less often than an ordinary object is', () => {
    const runs = (log: object, set: (log: Log, fields: Partial<Log>) => unknown): number =>
      check(
        specify('grid', { log: log as Log })
          .action('write')
          .when((s) => s.log.written < 20)
          .changes((s) => ({ log: set(s.log, { written: s.log.written + 1 }) as Log }))
          .action('flush')
          .when((s) => s.log.flushed < 20)
          .changes((s) => ({ log: set(s.log, { flushed: s.log.flushed + 1 }) as Log }))
          .always('small', (s) => s.log.written + s.log.flushed < 41).definition,
      ).functions.reduce((sum, each) => sum + (each.kind === 'action' ? each.runs : 0), 0)
    const fields = { written: 0, flushed: 0, by: 'nobody' }
    const ordinary = runs(fields, (log, some) => ({ ...log, ...some }))
    const divided = runs(record(fields), (log, some) => change(log, some))
    expect(ordinary).toBeGreaterThan(800)
    expect(divided).toBeLessThan(100)
  })

  it('may be spread or returned whole to change one field, and the statistics name the change to write', () => {
    const { definition } = start()
      .action('write')
      .over('n', [1, 2, 3])
      .changes((s, { n }) => ({ log: { ...s.log, written: n } }))
    expect(check(definition).hints).toEqual([
      expect.stringMatching(
        /action "write" returns every field of "log" .*\{ log: change\(s\.log, \{ written: value \}\) \}/,
      ),
    ])
  })

  it('is not read where it is given back as it is: engine and reference agree, and nothing is advised', () => {
    const isDue = (log: Log, n: number): boolean => log.written < n
    const { definition } = start()
      .action('write')
      .over('n', [1, 2])
      .changes((s, { n }) => ({ log: isDue(s.log, n) ? change(s.log, { written: n }) : s.log, disk: s.disk }))
      .action('keep')
      .changes((s) => ({ disk: at('a', s.disk.a) }))
      .action('copy')
      .when((s) => s.log.written === 2)
      .changes((s) => ({ disk: at('b', s.disk.a) }))
      .reachable('written', (s) => s.log.written === 2)
    const result = expectAgreement(definition)
    expect(result.hints).toEqual([])
    // It counts as looked at, as a single value that is given back does.
    expectSameFindings(definition)
    expect(result.findings.map(({ kind, subject }) => `${kind} ${subject}`)).not.toContain('never-read log.by')
    expect(result.states).toEqual({ distinct: 3, generated: 11, depth: 2 })
    const readsOf = (name: string) =>
      result.functions.find((each) => each.kind === 'action' && each.name === name)?.mostReads
    expect([readsOf('write'), readsOf('keep')]).toEqual([1, 0])
    // A record that is given to another is read.
    expect(readsOf('copy')).toBe(6)
  })

  it('is printed as one object, and its changes are told by field', () => {
    const { definition } = start()
    const [initial] = new PlainWorld(definition).initialStates()
    const before = initial as State
    expect(printState(definition, before).map(({ path, value }) => `${path}: ${value}`)).toEqual([
      'log: {by: nobody, flushed: 0, written: 0}',
      'disk.a: {acks: {a: 0, b: 0}, head: {owner: x, term: 0}, size: 0}',
      'disk.b: {acks: {a: 0, b: 0}, head: {owner: x, term: 0}, size: 0}',
      'last: null',
    ])
    const after = new PlainWorld(definition).adopt({ ...before, log: { written: 0, flushed: 3, by: 'a' } })
    const changes = changesBetween(definition, before, after, new Set(['log.by']))
    expect(changes.map(({ path, isRead }) => [path, isRead])).toEqual([
      ['log.flushed', false],
      ['log.by', true],
    ])
    const { steps } =
      check(disks().always('never flushed', (s) => s.log.flushed === 0).definition).properties[0]?.trace ?? {}
    expect(steps?.at(-1)?.changed).toEqual(['log.flushed', 'log.by'])
    expect(steps?.at(-1)?.state.log).toEqual({ written: 1, flushed: 1, by: 'a' })
  })

  it('has reads noted by field where a story asks why', () => {
    const { definition } = disks()
    const [initial] = new PlainWorld(definition).initialStates()
    const { view, reads } = recordedView(definition, initial as State)
    const { log } = view as unknown as Disks
    change(log, { flushed: log.written })
    expect([...reads.keys()]).toEqual(['log.written'])
  })

  it('has its fields told of that nothing reads or changes, and its stray keys', () => {
    const { definition } = specify('logs', {
      log: record({ length: 0, epoch: 1, at: { x: 0, y: 0 } }),
      disk: each(brokers, record({ size: 0, label: 'x' })),
    })
      .action('append')
      .over('to', brokers)
      .when((s, { to }) => s.log.length === 0 && s.disk[to].size === 0 && s.log.at.x === 0)
      .changes((s, { to }) => ({
        log: change(s.log, { length: 1, at: { x: 1, y: 0, yy: 1 } as never }),
        disk: at(to, change(s.disk[to], { size: 1 })),
      }))
      .deadlockFree(() => true)
    const found = expectSameFindings(definition)
    expect(found.map(({ kind, subject, parts }) => [kind, subject, parts])).toEqual([
      ['never-read', 'disk.*.label', null],
      ['never-read', 'log.epoch', null],
      ['stray-key', 'log.at.yy', null],
    ])
    const idle = specify('idle', { log: record({ length: 0, epoch: 1 }), n: 0 })
      .action('step')
      .when((s) => s.n === 0)
      .changes(() => ({ n: 1 }))
      .deadlockFree(() => true)
    expect(expectSameFindings(idle.definition).map(({ kind, subject }) => [kind, subject])).toEqual([
      ['never-read', 'log'],
    ])
  })

  it('is mutated as an ordinary object is', () => {
    const plain = { written: 0, flushed: 0, by: 'nobody' }
    const idsOf = (log: unknown): readonly string[] => {
      const { definition } = specify('mutated', { log: log as Log })
        .action('write')
        .when((s) => s.log.written < 2)
        .changes((s) => ({ log: change(s.log, { written: (s.log.written + 1) % 3, by: 'a' }) }))
        .action('flush')
        .changes((s) => ({ log: change(s.log, { flushed: s.log.written }) }))
        .always('never flushed more than written', (s) => s.log.flushed <= s.log.written)
        .reachable('flushed', (s) => s.log.flushed === 2)
      const { definition: observed, observation } = observing(definition)
      check(observed)
      return mutationsOf([observation()]).map((mutation) => {
        let isDifferent = false
        const result = check(
          mutated(definition, mutation, () => {
            isDifferent = true
          }),
        )
        return `${mutation.id}, ${isDifferent}: ${result.properties.map(({ verdict }) => verdict)}, ${result.states.distinct}`
      })
    }
    const divided = idsOf(record(plain))
    expect(divided).toEqual(idsOf(plain))
    expect(divided.join()).toContain('write: keeps log.by')
  })

  it('is what a specification is refined by, given as an object', () => {
    const abstract = specify('abstract', { log: record({ written: 0, isFlushed: false as boolean }) })
      .action('write')
      .changes((s) => ({ log: change(s.log, { written: (s.log.written + 1) % 3, isFlushed: false }) }))
      .action('flush')
      .changes((s) => ({ log: change(s.log, { isFlushed: true }) }))
    const concrete = () =>
      specify('concrete', { n: 0, flushed: 0 })
        .action('write')
        .when((s) => s.n < 2)
        .changes((s) => ({ n: s.n + 1 }))
        .action('flush')
        .changes((s) => ({ flushed: s.n }))
    const refining = concrete().refines('r', abstract, (s) => ({
      log: { written: s.n, isFlushed: s.n > 0 && s.flushed === s.n },
    }))
    expect(expectAgreement(refining.definition).properties[0]?.verdict).toBe('holds')
    const lacking = concrete().refines('r', abstract, ((s: { n: number }) => ({ log: { written: s.n } })) as never)
    expect(messageOf(() => check(lacking.definition))).toContain(
      'the mapping of record "log" gives no value for field isFlushed',
    )
  })

  it('may hold a budget of faults', () => {
    const spec = specify('budget', { left: record({ crashes: 2, cuts: 1 }), n: 0 })
      .action('crash')
      .fault({ spends: 'left.crashes' })
      .changes((s) => ({ n: (s.n + 1) % 2, left: change(s.left, { cuts: 0 }) }))
      .always('enough', (s) => s.left.crashes + s.left.cuts > 0)
    const result = expectAgreement(spec.definition)
    expect(result.states.distinct).toBe(3)
    expect(result.properties[0]).toMatchObject({ verdict: 'violated' })
  })

  it('is compared by content, and a comparison by identity is found in memory', () => {
    const goal = { x: 1 }
    const points = () =>
      specify('points', { at: record({ p: { x: 0 }, q: { x: 0 } }), other: record({ p: { x: 0 }, q: { x: 0 } }) })
    const wrong = [
      points().always('p', (s) => s.at.p !== goal),
      points().always('p', (s) => s.at !== s.other),
      points().always('p', (s) => ({ ...s.at }) !== s.other),
    ]
    for (const { definition } of wrong) {
      expect(messageOf(() => requireContentEquality(definition))).toContain('compares the identity of objects')
    }
    const right = points().always('p', (s) => s.at.p === s.other.q && sameValue(s.at, s.other))
    expect(messageOf(() => requireContentEquality(right.definition))).toBe('nothing was wrong')
    expect(check(right.definition).properties[0]?.verdict).toBe('holds')
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
      'a read of no field',
      (s: Disks) => ({ last: (s.log as never as State).z }),
      'the record "log" has no field "z". Its fields are: written, flushed, by.',
    ],
    [
      'a change of no field',
      (s: Disks) => ({ log: change(s.log, { flushd: 1 } as never) }),
      'it changes log.flushd, which is no field of the record. Its fields are: written, flushed, by.',
    ],
    [
      'a part without change',
      () => ({ log: { flushed: 1 } }),
      'it changes the record "log" to an object without written, by. Give every field, or change some of them: { log: change(s.log, { written: value }) }.',
    ],
    [
      'a part in a family',
      () => ({ disk: at('a', { size: 1 }) }),
      'it changes the record "disk.a" to an object without head, acks. Give every field, or change some of them: { disk: at(key, change(s.disk[key], { size: value })) }.',
    ],
    [
      'a number',
      () => ({ log: 3 }),
      'it changes the record "log" to 3. Change fields: { log: change(s.log, { written: value }) }.',
    ],
    ['a field that is no plain data', (s: Disks) => ({ log: change(s.log, { flushed: Number.NaN }) }), 'log.flushed'],
    ['a field written in place', (s: Disks) => Object.assign(s.log, { flushed: 1 }), 'log.flushed was assigned to'],
    [
      'no fields at all',
      (s: Disks) => ({ log: change(s.log, 3 as never) }),
      'change(record, fields) is given no object of fields',
    ],
  ] as [string, (s: never) => unknown, string][])('names what is wrong with %s', (_, effect, message) => {
    expect(messageOf(acting(effect))).toContain(message)
  })

  it.each<[string, () => unknown, string]>([
    ['a list of fields', () => specify('x', { log: record(['a']) }), 'record "log" is given an array'],
    [
      'a reserved field',
      () => specify('x', { log: record({ toString: 1 }) }),
      'record "log" cannot have the field "toString"',
    ],
    [
      'a record in a value',
      () => specify('x', { log: { inner: record({ a: 1 }) } }),
      'log.inner is a record inside a value',
    ],
    [
      'members divided differently',
      () => specify('x', { log: each(brokers, (key) => (key === 'a' ? record({ a: 1 }) : record({ b: 1 })) as never) }),
      'log.a is a record of a, log.b is a record of b',
    ],
  ])('refuses %s where it is declared', (_, act, message) => {
    expect(messageOf(act)).toContain(message)
  })

  it('may be given whole from another variable, and what is kept of a step is stale', () => {
    let kept: Log | null = null
    const { definition } = start()
      .action('keep')
      .changes((s) => {
        if (kept !== null) return { last: { written: kept.written, flushed: 0, by: '' } }
        kept = change(s.log, { flushed: 1 })
        return { disk: atAll(brokers, change(s.disk.a, { size: 1 })) }
      })
    expect(messageOf(() => check(definition))).toContain('a state from an earlier call was read (log.written)')
  })
})
