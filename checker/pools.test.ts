/** Variables that are one set or bag: what is read of them, and what is told. */
import { describe, expect, it } from 'vitest'
import {
  type Bag,
  bag,
  copies,
  has,
  insert,
  removeOne,
  type SetOf,
  SpecError,
  sameValue,
  set,
  specify,
  where,
} from '../spec/language/index.ts'
import { exploreReference } from '../test/oracle/explore.ts'
import { check } from './index.ts'

interface Note {
  readonly kind: 'on' | 'off'
  readonly of: number
}
const switches = [0, 1, 2, 3, 4, 5, 6, 7]

/** Every subset of the notes comes up: 256 different pools. */
const notes = () =>
  specify('notes', { notes: set<Note>(), seen: 0 })
    .action('write')
    .over('of', switches)
    .changes((s, { of }) => ({ notes: insert(s.notes, { kind: 'on', of }) }))
    .action('wipe')
    .over('of', switches)
    .changes((s, { of }) => ({ notes: removeOne(s.notes, { kind: 'on', of }) }))

const runsOf = (result: ReturnType<typeof check>, name: string): number =>
  result.functions.find((each) => each.name === name)?.runs ?? Number.NaN

describe('a set or a bag is read as finely as it is asked', () => {
  it('one run does for an insertion and a removal, whatever else is there', () => {
    const result = check(notes().definition)
    expect(result.states).toEqual({ distinct: 256, generated: 1 + 256 * 16, depth: 9 })
    expect(runsOf(result, 'write')).toBe(8)
    expect(runsOf(result, 'wipe')).toBe(8)
  })

  it('two do for a question about one element, in a set and in a bag', () => {
    const spec = notes()
      .action('look')
      .when((s) => has(s.notes, { of: 3, kind: 'on' }))
      .changes(() => ({ seen: 1 }))
      .always('at most one copy', (s) => copies(s.notes, { kind: 'on', of: 2 }) <= 1)
    const result = check(spec.definition)
    expect(runsOf(result, 'look')).toBe(2)
    expect(runsOf(result, 'at most one copy')).toBe(2)
  })

  it('a part by pattern is one read of that part, whatever is done with it', () => {
    const spec = notes().always(
      'few',
      (s) => where(s.notes, { of: 5 }).filter(({ kind }) => kind === 'off').length === 0,
    )
    expect(runsOf(check(spec.definition), 'few')).toBe(2)
  })

  it('what is asked after a change is answered from the read before and the change', () => {
    const spec = notes()
      .action('both')
      .changes((s) => {
        const more = insert(removeOne(s.notes, { kind: 'on', of: 0 }), { kind: 'on', of: 1 })
        return has(more, { kind: 'on', of: 0 }) || !has(more, { kind: 'on', of: 1 }) ? {} : { notes: more }
      })
    const result = check(spec.definition)
    expect(runsOf(result, 'both')).toBe(1)
    expect(result.states.distinct).toBe(256)
  })

  it('whatever else is done with it is a read of the whole', () => {
    const spec = notes()
      .derive('copied', (s) => s.notes)
      .always('not all', (s) => s.notes.length < 9)
      .always('not equal', (s) => !sameValue(s.copied, set([{ kind: 'off', of: 0 }])))
    const result = check(spec.definition)
    expect(runsOf(result, 'not all')).toBe(256)
    expect(runsOf(result, 'copied')).toBe(256)
  })

  it('the copies of one element in a bag are read where it is changed, and nothing else is', () => {
    const spec = specify('bag', { notes: bag<number>() })
      .action('write')
      .over('of', [0, 1, 2, 3])
      .when((s, { of }) => copies(s.notes, of) < 3)
      .changes((s, { of }) => ({ notes: insert(s.notes, of) }))
    const result = check(spec.definition)
    expect(result.states.distinct).toBe(4 ** 4)
    expect(runsOf(result, 'write')).toBe(4 * 4)
  })

  it('a pool that is exchanged as a whole loses what it had, and what comes later too', () => {
    const spec = notes()
      .action('clear')
      .changes(() => ({ notes: set<Note>() }))
      .action('keep')
      .changes((s) => ({ notes: where(s.notes, { of: 7 }) }))
      .alwaysStep('cleared', (_before, step, after) => step.action !== 'clear' || after.notes.length === 0)
      .alwaysStep('kept', (_before, step, after) => step.action !== 'keep' || after.notes.length <= 1)
    const result = check(spec.definition)
    expect(result.states.distinct).toBe(256)
    expect(result.properties.map(({ verdict }) => verdict)).toEqual(['holds', 'holds'])
  })

  it('more patterns than there is room for are read as a whole, and mean the same', () => {
    const counts = Array.from({ length: 4_400 }, (_, n) => n)
    const late = { kind: 'on', of: 4_390 } as const
    const spec = specify('counter', { notes: set<Note>([{ kind: 'on', of: 7 }]), n: 0, taken: 0 })
      .action('count')
      .when((s) => s.n + 1 < counts.length && where(s.notes, { of: s.n }).length < 2)
      .changes((s) => ({ n: s.n + 1 }))
      .action('write')
      .when((s) => s.n > 4_380 && s.taken < 2)
      .changes((s) => ({ notes: insert(s.notes, late) }))
      .action('take')
      .over('note', (s) => where(s.notes, { of: s.n, kind: 'on' }))
      .changes((s, { note }) => ({ notes: removeOne(s.notes, note), taken: s.taken + 1 }))
      .always('none of now', (s) => s.n < 8 || where(s.notes, { of: s.n }).length === 0)
      .reachable('both taken', (s) => s.taken === 2)
    const result = check(spec.definition, { exhaust: true })
    const reference = exploreReference(spec.definition)
    expect(result.completeness).toBe('full')
    expect(result.states).toEqual(reference.states)
    const told = ({ verdict, length }: { verdict: string; length: number | null }) => [verdict, length]
    const lengths = result.properties.map(({ verdict, trace }) => told({ verdict, length: trace?.length ?? null }))
    expect(lengths).toEqual(reference.properties.map(told))
    expect(lengths).toEqual([
      ['violated', 4_392],
      ['reachable', 4_394],
    ])
    expect(check(spec.definition, { exhaust: true }).engine.reducerRuns).toBe(result.engine.reducerRuns)
  })

  it('many elements with few at a time take few bits a state', () => {
    const places = Array.from({ length: 400 }, (_, at) => at)
    const spec = specify('few of many', { at: set([0]) as SetOf<number> })
      .action('move')
      .over('to', places)
      .when((s, { to }) => has(s.at, to) && !has(s.at, (to + 1) % 400))
      .changes((s, { to }) => ({ at: insert(removeOne(s.at, to), (to + 1) % 400) }))
    const { states, engine } = check(spec.definition)
    expect(states.distinct).toBe(400)
    expect(engine.bitsPerState).toBeLessThan(120)
  })
})

describe('a pool that meets thousands of elements', () => {
  /** One message that moves on a grid. */
  const moving = (size: number) =>
    specify('moving', { at: set([{ x: 0, y: 0 }]) as SetOf<{ readonly x: number; readonly y: number }> })
      .action('go')
      .over('from', (s) => s.at)
      .over('right', [true, false])
      .when((_s, { from, right }) => (right ? from.x : from.y) < size)
      .changes((s, { from: { x, y }, right }) => ({
        at: insert(removeOne(s.at, { x, y }), right ? { x: x + 1, y } : { x, y: y + 1 }),
      }))

  it('takes few bits for the few that are there at a time', () => {
    const { states, engine } = check(moving(40).definition)
    expect(states.distinct).toBe(41 * 41)
    expect(engine.bitsPerState).toBeLessThan(100)
  })
})

describe('a parameter whose values are the elements of a pool', () => {
  const readers = () =>
    notes()
      .action('read')
      .over('note', (s) => s.notes)
      .when((s, { note }) => s.seen !== note.of)
      .changes((_s, { note }) => ({ seen: note.of }))

  it('asks for them once, and looks at each by itself', () => {
    const result = check(readers().definition)
    expect(result.states.distinct).toBe(8 * 256)
    expect(result.functions.find(({ kind }) => kind === 'domain')?.runs).toBe(1)
    expect(runsOf(result, 'read')).toBe(8 * 8)
  })

  it('may be those of a part, which may depend on other parameters and on the state', () => {
    const spec = notes()
      .action('read')
      .over('kind', ['on', 'off'] as const)
      .over('note', (s, { kind }) => where(s.notes, { kind, of: s.seen }))
      .changes((_s, { note }) => ({ seen: (note.of + 1) % 8 }))
    const result = check(spec.definition)
    expect(result.states.distinct).toBe(8 * 256)
    expect(result.functions.find(({ kind }) => kind === 'domain')?.runs).toBe(2 * 8)
    expect(runsOf(result, 'read')).toBe(8)
  })

  it('is there once, however many copies there are, and no longer when none is left', () => {
    const spec = specify('bag', { notes: bag([1, 1]) as Bag<number>, read: 0 })
      .action('take')
      .over('note', (s) => s.notes)
      .changes((s, { note }) => ({ notes: removeOne(s.notes, note), read: s.read + 1 }))
    expect(check(spec.definition).states).toEqual({ distinct: 3, generated: 1 + 2, depth: 3 })
  })

  it('is not taken for the whole part by a domain that looks into it, compares it, or gives only some of it', () => {
    const kept = set<Note>([{ kind: 'on', of: 0 }])
    const domains: readonly ((s: {
      readonly notes: SetOf<Note>
      readonly kept: { readonly first: SetOf<Note> }
    }) => readonly Note[])[] = [
      (s) => (s.notes.length > 1 ? s.notes : []),
      (s) => (where(s.notes, { of: 0 }).length > 0 ? s.notes : []),
      (s) => (where(s.notes, { of: 0 }) === s.kept.first ? [] : where(s.notes, { of: 0 })),
      (s) => ([where(s.notes, { of: 1 })].includes(where(s.notes, { of: 0 })) ? [] : where(s.notes, { of: 0 })),
      (s) => ([where(s.notes, { of: 1 })].includes(where(s.notes, { of: 0 })) ? where(s.notes, { of: 0 }) : []),
      (s) => ([where(s.notes, { of: 1 })].includes(where(s.notes, { of: 0 })) ? [] : s.notes),
      (s) => {
        const part = where(s.notes, { of: 0 })
        try {
          return part.slice(1)
        } catch {
          return part
        }
      },
      (s) => removeOne(s.notes, { kind: 'on', of: 3 }),
    ]
    for (const domain of domains) {
      const spec = specify('notes', { notes: set<Note>(), kept: { first: kept }, read: 0 })
        .action('write')
        .over('of', [0, 1, 3])
        .changes((s, { of }) => ({ notes: insert(s.notes, { kind: 'on', of }) }))
        .action('read')
        .over('note', domain as never)
        .changes((s) => ({ read: (s.read + 1) % 2 }))
      expect(check(spec.definition).states, String(domain)).toEqual(exploreReference(spec.definition).states)
    }
  })
})

describe('what is told of a set or a bag', () => {
  const message = (act: () => unknown): string => {
    try {
      act()
    } catch (error) {
      if (error instanceof SpecError) return error.message
    }
    return 'no error'
  }

  it('a plain array in its place is refused with its name', () => {
    const spec = notes()
      .action('filter')
      .changes((s) => ({ notes: s.notes.filter(() => true) as never }))
    expect(message(() => check(spec.definition))).toContain(
      'notes is a set and is changed to a plain array. filter() and map() give plain arrays: wrap the result in set(…).',
    )
  })

  it('a write to it is refused', () => {
    const spec = notes()
      .action('push')
      .changes((s) => {
        ;(s.notes as unknown as Note[])[0] = { kind: 'on', of: 0 }
        return {}
      })
    expect(message(() => check(spec.definition))).toContain('notes.0 was assigned to')
  })

  it('more elements than there is room for end the run, with the way to declare it', () => {
    const spec = specify('counter', { sent: bag<number>(), next: 0 })
      .action('send')
      .changes((s) => ({ sent: insert(s.sent, s.next), next: s.next + 1 }))
    const many = specify('many', { sent: bag(Array.from({ length: 70_000 }, (_, at) => at)) as Bag<number> })
      .action('stop')
      .changes(() => ({}))
    expect(message(() => check(spec.definition, { maxDepth: 20 }))).toBe('no error')
    expect(message(() => check(many.definition))).toContain('sent would have more than 65536 different elements')
  })

  it('a pool that is only added to is never read', () => {
    const findings = check(notes().definition, { exhaust: true }).findings.map(({ kind, subject }) => [kind, subject])
    expect(findings).toContainEqual(['never-read', 'notes'])
    expect(findings).not.toContainEqual(['never-changes', 'notes'])
  })

  it('a pool that nothing changes is told', () => {
    const spec = specify('same', { notes: set([1]) as SetOf<number> })
      .action('again')
      .when((s) => s.notes.length > 0)
      .changes((s) => ({ notes: insert(s.notes, 1) }))
    const findings = check(spec.definition, { exhaust: true }).findings.map(({ kind, subject }) => [kind, subject])
    expect(findings).toContainEqual(['never-changes', 'notes'])
  })
})
