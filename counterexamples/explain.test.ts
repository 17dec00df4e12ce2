import { describe, expect, it } from 'vitest'
import { check } from '../checker/index.ts'
import { type PointOfNoReturn, type SpecDefinition, specify, type Trace } from '../spec/language/index.ts'
import { tell } from './explain.ts'
import type { Story } from './story/story.ts'
import {
  closedTooEarly,
  mindChanged,
  neverGoneThrough,
  nodesDecide,
  nothingSubmitted,
  putBackForEver,
  watchedDoor,
  worker,
} from './testing/endless.ts'
import { play, playLasso } from './testing/play.ts'
import { lostMessage, pipeline } from './testing/sample.ts'

const trace = lostMessage()
const lost = tell(pipeline, { property: 'no confirmed message is lost', kind: 'always', part: 'm2', trace })
const changesOf = (story: Story, step: number): string[] =>
  (story.steps[step]?.changes ?? []).map(({ path, before, after }) => `${path}: ${before} → ${after}`)

describe('a told counterexample', () => {
  it('names the promise, the part, the steps and the faults', () => {
    expect(lost.headline).toBe('"no confirmed message is lost" is broken for "m2" in 12 states (1 fault)')
    expect(lost).toMatchObject({ verdict: 'violated', part: 'm2', length: 12, loop: null })
  })

  it('can be sent to another thread and stored', () => {
    expect(structuredClone(lost)).toEqual(lost)
    expect(JSON.parse(JSON.stringify(lost))).toEqual(lost)
  })

  it('tells steps in the words of the specification, and by name where it has none', () => {
    expect(lost.steps[3]).toMatchObject({ actor: 'producer', sentence: 'sends m1 to broker b1, the leader' })
    expect(lost.steps[7]).toMatchObject({ actor: 'consumer', sentence: 'consume(message: m1)', args: 'message: m1' })
    expect(lost.steps[11]).toMatchObject({ actor: 'broker b1', isFault: true })
  })

  it('shows changes at the level of fields and elements', () => {
    expect(changesOf(lost, 9)).toEqual([
      'inFlight: null → {type: ack, from: b1, message: m2}',
      'inFlight: {type: send, message: m2, to: b1} → null',
      'cache.b1: null → m2',
      'log.b1: null → {message: m2, offset: 1}',
    ])
    expect(changesOf(lost, 7)).toEqual(['consumed.m1: false → true', 'consumer.offset: 0 → 1'])
  })

  it('lists every part with its truth, and for false ones what they read', () => {
    expect(lost.why.map(({ label, holds }) => [label, holds])).toEqual([
      ['m1', true],
      ['m2', false],
    ])
    expect(lost.why[1]?.values).toContainEqual({ path: 'disk.b1', value: '{m1}' })
    expect(lost.why[1]?.values).toContainEqual({ path: 'survivors', value: '{m1}' })
  })

  it('marks the steps that touch what the promise reads at the end, and no others', () => {
    const touching = lost.steps.filter((step) => step.touchesPromise).map((step) => step.index)
    expect(touching).toEqual([1, 2, 4, 6, 9, 10, 11])
  })

  it('names the step that breaks a promise about steps, with the values before and after', () => {
    const story = tell(pipeline, { property: 'nobody forgets', kind: 'always-step', part: null, trace })
    expect(story.headline).toBe('"nobody forgets" is broken by the last step, in 12 states (1 fault)')
    expect(story.why).toEqual([
      {
        label: 'step 11, power cut(broker: b1)',
        holds: false,
        detail: '',
        values: [{ path: 'cache.b1', value: '{m2} → set{}' }],
      },
    ])
  })

  it('says of every action why it cannot happen in a deadlock', () => {
    const stuck = specify('stuck', { queue: [] as readonly number[], lock: 'taken' })
      .action('take')
      .over('item', (s) => s.queue)
      .changes(() => ({ queue: [] }))
      .action('lock')
      .over('who', ['a', 'b'])
      .when((s) => s.lock === 'free')
      .changes(() => ({ lock: 'taken' }))
      .deadlockFree().definition
    const story = tell(stuck, { property: 'no deadlock', kind: 'deadlock-free', part: null, trace: play(stuck, []) })
    expect(story.headline).toBe('"no deadlock" is broken in the initial state: nothing can happen any more')
    expect(story.why).toEqual([
      { label: 'take', holds: false, detail: 'there is no item to choose', values: [{ path: 'queue', value: '[]' }] },
      {
        label: 'lock',
        holds: false,
        detail: 'the guard is false for who: a and who: b',
        values: [{ path: 'lock', value: 'taken' }],
      },
    ])
  })
})

describe('a told behaviour that goes on for ever', () => {
  const headline = (definition: SpecDefinition, property: string, part: string | null, trace: Trace): string => {
    const kind = definition.properties.find(({ name }) => name === property)?.kind ?? 'always'
    return tell(definition, { property, kind, part, trace }).headline
  }

  it('says how it goes on and what never comes, for every kind of promise', () => {
    const loop = putBackForEver()
    expect(headline(worker, 'what is submitted is done', 'j1', loop)).toBe(
      '"what is submitted is done" is broken for "j1": it is triggered by step 2; after 2 states, 2 states repeat for ever, and the response never comes',
    )
    expect(headline(worker, 'some job is done', null, loop)).toBe(
      '"some job is done" is broken: after 2 states, 2 states repeat for ever, and it never comes true',
    )
    expect(headline(worker, 'the queue is empty', null, loop)).toBe(
      '"the queue is empty" is broken: after 2 states, 2 states repeat for ever, and it never comes true again',
    )
    expect(headline(worker, 'the worker is at rest', null, loop)).toBe(
      '"the worker is at rest" is broken: after 2 states, 2 states repeat for ever, and each time it is false again',
    )
    expect(headline(worker, 'some job is done', null, nothingSubmitted())).toBe(
      '"some job is done" is broken: after 2 states nothing more happens, and it never comes true',
    )
    expect(headline(worker, 'the worker is at rest', null, playLasso(worker, []))).toBe(
      '"the worker is at rest" is broken: nothing ever happens, and it is not true then',
    )
    const powerCut: [string, object][] = [
      ['submit', { job: 'j1' }],
      ['power cut', {}],
    ]
    expect(headline(worker, 'done', 'j1', playLasso(worker, [], powerCut as never))).toBe(
      '"done" is broken for "j1": from the start, 2 states (1 fault) repeat for ever, and it never comes true',
    )
  })

  it('says what is broken where a goal is out of reach, a promise is taken back, or a step refines nothing', () => {
    expect(headline(worker, 'all is done', 'j2', closedTooEarly())).toBe(
      '"all is done" is broken for "j2" in 3 states: from there it cannot be reached',
    )
    expect(headline(nodesDecide, 'they decide once', null, mindChanged())).toBe(
      '"they decide once" is broken by the last step, in 5 states: it is no step of "one decision"',
    )
    expect(headline(watchedDoor, 'it is a door', null, neverGoneThrough())).toBe(
      '"it is a door" is broken: after 1 state, 2 states repeat for ever, against the strong fairness of go through in "door"',
    )
    const short = { ...mindChanged(), length: 1, steps: mindChanged().steps.slice(0, 1) }
    expect(headline(nodesDecide, 'they decide once', null, short)).toBe(
      '"they decide once" is broken in the initial state, which is no initial state of "one decision"',
    )
    const latch = specify('latch', { n: 0 })
      .action('add')
      .changes((s) => ({ n: s.n + 1 }))
      .noWayBack('one', (s) => s.n === 1).definition
    expect(headline(latch, 'one', null, play(latch, [['add'], ['add']]))).toBe(
      '"one" is broken by the last step, in 3 states: it was true, and is so no more',
    )
  })

  it('tells the closing step like any other, with what it changes', () => {
    const story = tell(worker, {
      property: 'what is submitted is done',
      kind: 'leads-to',
      part: 'j1',
      trace: putBackForEver(),
    })
    expect(story).toMatchObject({ length: 4, loop: 2 })
    expect(story.steps).toHaveLength(4)
    expect(story.back).toMatchObject({
      index: 4,
      action: 'put back',
      actor: 'worker',
      sentence: 'puts j1 back: it is overloaded',
      touchesPromise: true,
      matters: true,
      state: story.steps[2]?.state,
    })
    expect(story.back?.changes.map(({ path, before, after }) => [path, before, after])).toEqual([
      ['queue', null, 'j1'],
      ['busy', 'j1', 'null'],
    ])
    expect(structuredClone(story)).toEqual(story)
  })

  it('is told from what the engine finds, and bears out what it says', () => {
    const { properties } = check(worker, { exhaust: true })
    const stories = properties.flatMap(({ name, kind, part, trace, pointOfNoReturn = null }) =>
      trace === null ? [] : [tell(worker, { property: name, kind, part, trace, pointOfNoReturn })],
    )
    expect(stories.length).toBeGreaterThan(4)
    for (const story of stories) {
      expect(story.fairness.every(({ holds }) => holds === true)).toBe(true)
      expect(story.why.some(({ holds }) => holds === false)).toBe(true)
      expect(story.steps.slice(1).map(({ matters }) => matters)).not.toContain(null)
    }
  })
})

describe('a told break', () => {
  const finding = { property: 'no confirmed message is lost', kind: 'always', part: 'm2', trace } as const
  const turn = (pointOfNoReturn: PointOfNoReturn): Story['pointOfNoReturn'] =>
    tell(pipeline, { ...finding, pointOfNoReturn }).pointOfNoReturn

  it('says from where on it could not be avoided', () => {
    const instead = { action: 'flush', params: { broker: 'b1' } }
    expect(turn({ index: 8, instead, unknown: null })).toEqual({
      index: 8,
      isKnown: true,
      instead: 'flush(broker: b1)',
      sentence:
        'point of no return: after step 9 every continuation breaks it; flush(broker: b1) in its place could still avoid it',
    })
    expect(turn({ index: 10, instead: null, unknown: null })?.sentence).toBe('avoidable until the last step')
    expect(turn({ index: null, instead: null, unknown: null })?.sentence).toBe(
      'unavoidable from the initial state on: every continuation breaks it',
    )
    expect(lost.pointOfNoReturn).toBe(null)
  })

  it('says why that is not known', () => {
    const unknown = (why: 'budget' | 'constraint' | 'error') => turn({ index: null, instead: null, unknown: why })
    expect(unknown('budget')).toMatchObject({ isKnown: false, sentence: expect.stringContaining('not found') })
    expect(unknown('constraint')).toMatchObject({ isKnown: false, sentence: expect.stringContaining('constraint') })
    expect(unknown('error')).toMatchObject({ isKnown: false, sentence: expect.stringContaining('mistake') })
  })

  it('says of each step whether the story needs it', () => {
    expect(lost.steps.map(({ matters }) => matters)).toEqual([
      null,
      ...[true, true, true, true, false, false, false, true, true, true, true],
    ])
    expect(lost.steps[4]).toMatchObject({
      because: 'without it step 5 (confirm) cannot be taken',
      blocks: 5,
      feeds: [
        { path: 'inFlight', readers: [5], isReadByPromise: false },
        { path: 'cache.b1', readers: [6], isReadByPromise: false },
        { path: 'log.b1', readers: [9], isReadByPromise: false },
      ],
    })
    expect(lost.steps[7]?.because).toBe('the story works without it: nothing later reads what it changes')
  })
})

describe('a specification that misbehaves while it is told', () => {
  const story = (definition: SpecDefinition): Story =>
    tell(definition, { property: 'ok', kind: 'always', part: null, trace: play(definition, [['go', { n: 1 }]]) })
  const start = () => specify('bad', { n: 0 }).action('go').over('n', [1])

  it('gets its steps told by name where says() throws or gives no sentence', () => {
    const throws = start()
      .says(() => {
        throw new Error('oops')
      })
      .changes((_s, { n }) => ({ n }))
      .always('ok', (s) => s.n === 0)
    expect(story(throws.definition).steps[1]).toMatchObject({
      sentence: 'go(n: 1)',
      storyProblem: 'says() threw Error: oops',
    })
    const silent = start()
      .says(() => undefined as never)
      .by(() => {
        throw new Error('nobody')
      })
      .changes((_s, { n }) => ({ n }))
      .always('ok', (s) => s.n === 0)
    expect(story(silent.definition).steps[1]).toMatchObject({
      sentence: 'go(n: 1)',
      storyProblem: 'says() returned undefined, not a string',
      actor: null,
    })
  })

  it('gets a reason even where the predicate throws', () => {
    const broken = start()
      .changes((_s, { n }) => ({ n }))
      .always('ok', (s) => {
        throw new Error(`n is ${s.n}`)
      })
    expect(story(broken.definition).why).toEqual([
      {
        label: 'ok',
        holds: null,
        detail: 'could not be evaluated: Error: n is 1',
        values: [{ path: 'n', value: '1' }],
      },
    ])
  })

  it('is told clearly that a property is unknown', () => {
    const finding = { property: 'nope', kind: 'always' as const, part: null, trace }
    expect(() => tell(pipeline, finding)).toThrow('has no property "nope"')
  })
})
