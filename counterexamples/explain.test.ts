import { describe, expect, it } from 'vitest'
import { type SpecDefinition, specify } from '../spec/language/index.ts'
import { tell } from './explain.ts'
import type { Story } from './story.ts'
import { play } from './testing/play.ts'
import { lostMessage, pipeline } from './testing/sample.ts'

const trace = lostMessage()
const lost = tell(pipeline, { property: 'no confirmed message is lost', kind: 'always', part: 'm2', trace })
const changesOf = (story: Story, step: number): string[] =>
  (story.steps[step]?.changes ?? []).map(({ path, before, after }) => `${path}: ${before} → ${after}`)

describe('a told counterexample', () => {
  it('names the promise, the part, the steps and the faults', () => {
    expect(lost.headline).toBe('"no confirmed message is lost" is broken for m2 after 11 steps, 1 of them a fault')
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
    expect(story.headline).toBe('"nobody forgets" is broken by the last step, after 11 steps, 1 of them a fault')
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
