import { describe, expect, it } from 'vitest'
import { at, each, type SpecDefinition, specify } from '../../spec/language/index.ts'
import { runEngine } from '../../test/oracle/agreement.ts'
import { expectTurnsOfRandomSpecifications } from '../../test/oracle/random-turns.ts'
import type { PropertyResult } from '../contract/result.ts'

function turnOf(definition: SpecDefinition, property: string): PropertyResult['pointOfNoReturn'] {
  return runEngine(definition).properties.find(({ name }) => name === property)?.pointOfNoReturn
}

const messages = ['m1', 'm2'] as const

/** Confirms a message as soon as it is sent, and sooner or later loses what it did not store. */
const hasty = specify('hasty', {
  sent: each(messages, false),
  stored: each(messages, false),
  lost: each(messages, false),
  isUp: true,
})
  .action('send')
  .over('m', messages)
  .when((s, { m }) => s.isUp && !s.sent[m])
  .changes((_s, { m }) => ({ sent: at(m, true) }))
  .action('store')
  .over('m', messages)
  .when((s, { m }) => s.isUp && s.sent[m] && !s.stored[m])
  .changes((_s, { m }) => ({ stored: at(m, true) }))
  .action('power cut')
  .fault()
  .when((s) => s.isUp)
  .changes(() => ({ isUp: false }))
  .action('lose')
  .over('m', messages)
  .when((s, { m }) => !s.isUp && s.sent[m] && !s.stored[m] && !s.lost[m])
  .changes((_s, { m }) => ({ lost: at(m, true) }))
  .always('nothing is lost', messages, (s, m) => !s.lost[m])

describe('the point of no return', () => {
  it('is the step after which every way on breaks the promise, and another step would have avoided it', () => {
    // send m2, power cut, lose m2: after the power cut nothing else can happen. To send m1 would only put it off.
    expect(turnOf(hasty.definition, 'nothing is lost')).toEqual({
      index: 1,
      instead: { action: 'store', params: { m: 'm2' } },
      unknown: null,
    })
  })

  it('is the last step where something else could have happened until then, or nothing at all', () => {
    const dice = specify('dice', { shown: 0 })
      .action('roll')
      .over('eyes', [1, 2, 3])
      .when((s) => s.shown === 0)
      .changes((_s, { eyes }) => ({ shown: eyes }))
      .always('never a three', (s) => s.shown !== 3)
    expect(turnOf(dice.definition, 'never a three')).toEqual({
      index: 0,
      instead: { action: 'roll', params: { eyes: 1 } },
      unknown: null,
    })
    const idle = specify('idle', { n: 0 })
      .action('stay')
      .changes(() => ({}))
      .alwaysStep('something changes', (before, _step, after) => before.n !== after.n)
    expect(turnOf(idle.definition, 'something changes')).toEqual({ index: 0, instead: null, unknown: null })
  })

  it('is before the beginning where every behaviour breaks the promise', () => {
    const falling = specify('falling', { height: 3, wind: 0 })
      .action('fall')
      .when((s) => s.height > 0)
      .changes((s) => ({ height: s.height - 1 }))
      .action('gust')
      .when((s) => s.height > 0 && s.wind < 2)
      .changes((s) => ({ wind: s.wind + 1 }))
      .always('it stays up', (s) => s.height > 0)
    expect(turnOf(falling.definition, 'it stays up')).toEqual({ index: null, instead: null, unknown: null })
    // Wind that may change for ever is a way to stay up.
    const windy = falling
      .action('lull')
      .when((s) => s.wind > 0)
      .changes((s) => ({ wind: s.wind - 1 }))
    expect(turnOf(windy.definition, 'it stays up')).toMatchObject({ index: 2, unknown: null })
  })

  it('names the step that is safe for good soonest, not one that puts the break off', () => {
    const work = specify('work', {
      tick: 0,
      isDelivered: false,
      isAcked: false,
      isLost: false,
    })
      .action('a tick')
      .changes((s) => ({ tick: (s.tick + 1) % 3 }))
      .action('deliver')
      .when((s) => !s.isDelivered)
      .changes(() => ({ isDelivered: true }))
      .action('give up')
      .when((s) => s.isDelivered && !s.isAcked)
      .changes(() => ({ isLost: true }))
      .action('acknowledge')
      .when((s) => s.isDelivered)
      .changes(() => ({ isAcked: true }))
      .always('it is kept', (s) => !s.isLost)
    expect(turnOf(work.definition, 'it is kept')).toEqual({
      index: 1,
      instead: { action: 'acknowledge', params: {} },
      unknown: null,
    })
  })

  it('names a step of the same actor, or about the same thing, where several are safe as soon or none is', () => {
    const people = ['ann', 'bob', 'cid'] as const
    const dinner = specify('dinner', { state: each(people, 'hungry' as 'hungry' | 'full' | 'ill') })
      .action('fast')
      .over('who', people)
      .when((s, { who }) => s.state[who] !== 'ill')
      .changes((s, { who }) => ({
        state: at(who, s.state[who] === 'hungry' ? ('full' as const) : ('hungry' as const)),
      }))
      .action('fish')
      .over('who', people)
      .when((s, { who }) => who === 'bob' && s.state[who] === 'hungry')
      .changes((_s, { who }) => ({ state: at(who, 'ill' as const) }))
      .always('nobody is ill', people, (s, who) => s.state[who] !== 'ill')
    expect(turnOf(dinner.definition, 'nobody is ill')?.instead).toEqual({ action: 'fast', params: { who: 'bob' } })
    const nodes = specify('nodes', { a: 0, b: 0 })
      .action('move a')
      .by('node a')
      .changes((s) => ({ a: 1 - s.a }))
      .action('move b')
      .by('node b')
      .changes((s) => ({ b: 1 - s.b }))
      .action('break b')
      .by('node b')
      .changes(() => ({ b: 2 }))
      .always('b is whole', (s) => s.b < 2)
    expect(turnOf(nodes.definition, 'b is whole')?.instead?.action).toBe('move b')
  })

  it('takes the protocol before its faults for what could have been done instead', () => {
    const two = specify('two ways', { to: 'start' })
      .action('burn')
      .fault()
      .when((s) => s.to === 'start')
      .changes(() => ({ to: 'ashes' }))
      .action('walk')
      .when((s) => s.to === 'start')
      .changes(() => ({ to: 'home' }))
      .action('fall')
      .when((s) => s.to === 'start')
      .changes(() => ({ to: 'ditch' }))
      .always('not the ditch', (s) => s.to !== 'ditch')
    expect(turnOf(two.definition, 'not the ditch')?.instead?.action).toBe('walk')
  })

  it('is not told of a break in the initial state, of goals and of behaviours that go on for ever', () => {
    const spec = specify('at once', { n: 0 })
      .action('add')
      .when((s) => s.n < 2)
      .changes((s) => ({ n: s.n + 1 }))
      .always('never zero', (s) => s.n !== 0)
      .reachable('two', (s) => s.n === 2)
      .eventually('three', (s) => s.n === 3)
      .always('never four', (s) => s.n !== 4)
    const { properties } = runEngine(spec.definition)
    expect(properties.map(({ verdict, pointOfNoReturn }) => [verdict, pointOfNoReturn ?? null])).toEqual([
      ['violated', null],
      ['reachable', null],
      ['violated', null],
      ['holds', null],
    ])
  })

  it('is the step into the trap where a goal cannot be reached any more', () => {
    const spec = specify('latch', { n: 0, isShut: false })
      .action('add')
      .when((s) => !s.isShut && s.n < 3)
      .changes((s) => ({ n: s.n + 1 }))
      .action('shut')
      .when((s) => s.n === 1)
      .changes(() => ({ isShut: true }))
      .canAlwaysReach('three', (s) => s.n === 3)
    expect(turnOf(spec.definition, 'three')).toEqual({ index: 1, instead: null, unknown: null })
  })

  it('is unknown where a way on leaves a constraint, or meets a mistake, and says so', () => {
    const climbing = specify('climbing', { height: 0, isDown: false })
      .action('climb')
      .when((s) => !s.isDown)
      .changes((s) => ({ height: s.height + 1 }))
      .action('fall')
      .when((s) => s.height > 0 && !s.isDown)
      .changes(() => ({ isDown: true }))
      .always('it stays up', (s) => !s.isDown)
    const unknown = (why: string) => ({ index: null, instead: null, unknown: why })
    const low = climbing.constraint('low', (s) => s.height < 5)
    expect(turnOf(low.definition, 'it stays up')).toEqual(unknown('constraint'))
    // Without a bound the search goes up until its budget is spent.
    const endless = runEngine(climbing.definition, { maxDepth: 4 }).properties[0]
    expect(endless?.pointOfNoReturn).toEqual(unknown('budget'))
    const log = specify('a log', { log: [] as readonly number[], text: '', isLost: false })
      .action('append')
      .changes((s) => ({ log: [...s.log, s.log.length], text: `${s.text}x` }))
      .action('lose')
      .when((s) => s.log.length > 0)
      .changes(() => ({ isLost: true }))
      .always('nothing is lost', (s) => !s.isLost)
    const growing = runEngine(log.definition, { maxDepth: 4 }).properties[0]
    expect(growing?.pointOfNoReturn).toEqual(unknown('budget'))
    const brittle = climbing.action('slip').changes((s) => {
      if (s.height > 8) throw new Error('too high')
      return {}
    })
    expect(runEngine(brittle.definition, { maxDepth: 4 }).properties[0]?.pointOfNoReturn).toEqual(unknown('error'))
  })

  it('does not change the figures of the run', () => {
    const { properties, variables, ...rest } = runEngine(hasty.definition)
    const alone = runEngine({ ...hasty.definition, properties: [] })
    expect(properties[0]?.verdict).toBe('violated')
    expect([rest.states, variables]).toEqual([alone.states, alone.variables])
  })

  it('is where a plain search says it is, in random specifications', async () => {
    const { beyond: _, ...found } = await expectTurnsOfRandomSpecifications(90)
    // Each of the answers must have come up to be tested.
    expect(Math.min(...Object.values(found))).toBeGreaterThan(0)
  })
})
