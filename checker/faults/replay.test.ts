import { describe, expect, it } from 'vitest'
import { bag, insert, removeOne, type SpecDefinition, set, specify } from '../../spec/language/index.ts'
import { isReplayable } from '../../spec/language/property-kinds.ts'
import { type Script, scriptOf } from '../../spec/semantics/script.ts'
import { forRandomModels } from '../../test/oracle/random/for-random-models.ts'
import { blueprint, specificationOf } from '../../test/oracle/random/random-spec.ts'
import { check } from '../check.ts'
import { replay } from './replay.ts'

/** A queue that loses messages: `losses` of them at most. */
const queue = (losses: number) =>
  specify('queue', { waiting: bag(['a', 'b']), got: set<string>(), left: losses, isClosed: false })
    .action('deliver')
    .over('message', (s) => s.waiting)
    .changes((s, { message }) => ({ waiting: removeOne(s.waiting, message), got: insert(s.got, message) }))
    .action('lose')
    .over('message', (s) => s.waiting)
    .fault()
    .when((s) => s.left > 0)
    .changes((s, { message }) => ({ waiting: removeOne(s.waiting, message), left: s.left - 1 }))
    .action('close')
    .over('seen', (s) => [s.got])
    .when((s) => s.waiting.length === 0 && !s.isClosed)
    .changes(() => ({ isClosed: true }))
    .always('nothing is lost', (s) => !s.isClosed || s.got.length === 2)
    .alwaysStep('closes whole', (_before, step) => step.action !== 'close' || step.args.seen.length === 2)
    .reachable('closed', (s) => s.isClosed)
    .reachableStep('a message is lost', (_before, step) => step.action === 'lose')
    .deadlockFree((s) => s.got.length === 2).definition

const storyOf = (definition: SpecDefinition, property: string): Script => {
  const trace = check(definition).properties.find(({ name }) => name === property)?.trace
  if (trace === null || trace === undefined) throw new Error(`no story of "${property}"`)
  return scriptOf(trace)
}

describe('a story that is run again with more faults allowed', () => {
  it.each(['nothing is lost', 'closes whole', 'closed', 'a message is lost', 'no deadlock'])(
    'comes to the same end: %s',
    (property) => {
      const story = storyOf(queue(1), property)
      expect(replay(queue(1), property, story)).toEqual({ isSame: true })
      expect(replay(queue(2), property, story)).toEqual({ isSame: true })
    },
  )

  it('is data that survives a change of thread, with sets and bags told from arrays', () => {
    const story = structuredClone(storyOf(queue(1), 'closes whole'))
    expect(story.map(({ action }) => action)).toEqual(['lose', 'deliver', 'close'])
    expect(story.at(-1)?.args).toBe('{"seen":set["a"]}')
    expect(replay(queue(2), 'closes whole', story)).toEqual({ isSame: true })
    const asArray = story.map((step) => ({ ...step, args: step.args.replace('set', '') }))
    expect(replay(queue(2), 'closes whole', asArray)).toEqual({
      isSame: false,
      reason: 'step 3, "close", is not possible there',
    })
  })

  it('does not where a step is not possible there', () => {
    expect(replay(queue(0), 'nothing is lost', storyOf(queue(1), 'nothing is lost'))).toEqual({
      isSame: false,
      reason: 'step 1, "lose", is not possible there',
    })
  })

  it('does not where its end is another', () => {
    const keeps = {
      ...queue(1),
      properties: specify('x', {}).always('nothing is lost', () => true).definition.properties,
    }
    expect(replay(keeps, 'nothing is lost', storyOf(queue(1), 'nothing is lost'))).toEqual({
      isSame: false,
      reason: 'the promise is kept at its end',
    })
    expect(replay(queue(1), 'closed', [])).toEqual({ isSame: false, reason: 'the goal is not met at its end' })
    expect(replay(queue(1), 'closes whole', [])).toEqual({ isSame: false, reason: 'the promise is kept at its end' })
    expect(replay(queue(1), 'no deadlock', [])).toEqual({
      isSame: false,
      reason: 'something can still happen at its end',
    })
  })

  it('does not on a way that leaves a constraint, but may end outside', () => {
    const counter = (limit: number) =>
      specify('counter', { n: 0 })
        .action('add')
        .changes((s) => ({ n: s.n + 1 }))
        .constraint('low', (s) => s.n < limit)
        .always('below two', (s) => s.n < 2).definition
    const story = storyOf(counter(9), 'below two')
    expect(replay(counter(2), 'below two', story)).toEqual({ isSame: true })
    expect(replay(counter(1), 'below two', story)).toEqual({
      isSame: false,
      reason: 'the state after step 1, "add", is outside constraint "low"',
    })
    expect(replay(counter(0), 'below two', story)).toMatchObject({
      reason: 'the initial state is outside constraint "low"',
    })
  })

  it('may begin in any initial state', () => {
    const from = (...starts: number[]) =>
      specify('from', { n: 0 })
        .startingFrom(starts.map((n) => ({ n })))
        .action('down')
        .when((s) => s.n > 0)
        .changes((s) => ({ n: s.n - 1 }))
        .always('not one, coming from two', (s) => s.n !== 1).definition
    const story = [{ action: 'down', args: '{}' }]
    expect(replay(from(7, 1, 2, 0), 'not one, coming from two', story)).toEqual({ isSame: true })
    expect(replay(from(0, 7), 'not one, coming from two', story)).toMatchObject({
      reason: 'the promise is kept at its end',
    })
    expect(replay(from(0), 'not one, coming from two', story)).toMatchObject({
      reason: 'step 1, "down", is not possible there',
    })
  })

  it('is another one where the specification throws, or does not know the property', () => {
    const throwing = specify('throws', { n: 0 })
      .action('lose')
      .changes(() => {
        throw new Error('no such luck')
      })
      .always('fine', () => true).definition
    expect(replay(throwing, 'fine', [{ action: 'lose', args: '{}' }])).toEqual({
      isSame: false,
      reason: 'no such luck',
    })
    expect(replay(throwing, 'nope', [])).toEqual({ isSame: false, reason: 'there is no such property' })
  })
})

describe('every story of a random specification', () => {
  it('comes to the same end in the specification that it was found in', async () => {
    let replayed = 0
    await forRandomModels({ seed: 7, models: 60 }, [blueprint], (plan) => {
      const definition = specificationOf(plan)
      for (const { name, kind, trace } of check(definition, { maxDepth: 4 }).properties) {
        if (trace === null || !isReplayable(kind)) continue
        expect({ name, result: replay(definition, name, scriptOf(trace)) }).toEqual({
          name,
          result: { isSame: true },
        })
        replayed++
      }
    })
    expect(replayed).toBeGreaterThan(30)
  })
})
