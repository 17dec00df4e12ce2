import { describe, expect, it } from 'vitest'
import { at, each, type SpecDefinition, specify, type Trace } from '../../spec/language/index.ts'
import { pathOf } from '../../spec/semantics/path.ts'
import { PlainWorld } from '../../spec/semantics/plain-world.ts'
import type { Feed } from '../story/story.ts'
import { putBackForEver, worker } from '../testing/endless.ts'
import { play, playLasso } from '../testing/play.ts'
import { feedsOf } from './flow.ts'
import { promiseReadsOf } from './promise-reads.ts'

function feedsIn(definition: SpecDefinition, name: string, trace: Trace, part: string | null = null): string[][] {
  const property = definition.properties.find((each) => each.name === name)
  if (property === undefined) throw new Error(`no property ${name}`)
  const spec = new PlainWorld(definition)
  const path = pathOf(spec, trace)
  return feedsOf(spec, path, promiseReadsOf(spec, property, part, path)).map((feeds) => feeds.map(printed))
}

const printed = ({ path, readers, isReadByPromise }: Feed): string =>
  `${path} → ${[...readers, ...(isReadByPromise ? ['promise'] : [])].join()}`

const boxes = specify('boxes', { box: each(['a', 'b'], 0), lid: 'shut', seen: 0, count: 0 })
  .derive('total', (s) => s.box.a + s.box.b)
  .action('put')
  .over('into', ['a', 'b'])
  .over('what', (s) => [s.count, s.count + 1])
  .when((s) => s.lid === 'open')
  .changes((_s, { into, what }) => ({ box: at(into, what) }))
  .action('open')
  .changes(() => ({ lid: 'open' }))
  .action('count')
  .changes((s) => ({ count: s.total }))
  .action('look')
  .when((s) => s.total > 0)
  .changes(() => ({ seen: 1 }))
  .always('few', (s) => s.total < 3)
  .alwaysStep('nothing vanishes', (before, _step, after) => before.box.a <= after.box.a)
  .noWayBack('a is empty', (s) => s.box.a === 0)
  .reachable('seen', (s) => s.seen === 1)
  .deadlockFree().definition

describe('who reads what a step wrote', () => {
  it('is found through guards, domains, effects and derived values, until it is written again', () => {
    const trace = play(boxes, [
      ['open'],
      ['put', { into: 'a', what: 1 }],
      ['count'],
      ['put', { into: 'a', what: 2 }],
      ['look'],
      ['put', { into: 'b', what: 1 }],
    ])
    expect(feedsIn(boxes, 'few', trace)).toEqual([
      ['lid → 2,4,6'],
      // The guard of look reads it only after it was written again.
      ['box.a → 3'],
      ['count → 4,6'],
      ['box.a → 5,promise'],
      [],
      ['box.b → promise'],
    ])
    expect(feedsIn(boxes, 'seen', trace)[4]).toEqual(['seen → promise'])
    expect(feedsIn(boxes, 'seen', trace)[5]).toEqual([])
  })

  it('takes in both sides of a step that breaks a promise about steps', () => {
    const trace = play(boxes, [['open'], ['put', { into: 'a', what: 1 }], ['put', { into: 'a', what: 0 }]])
    expect(feedsIn(boxes, 'nothing vanishes', trace)).toEqual([['lid → 2,3'], ['box.a → promise'], ['box.a → promise']])
    expect(feedsIn(boxes, 'a is empty', trace)).toEqual([['lid → 2,3'], ['box.a → promise'], ['box.a → promise']])
  })

  it('goes round a loop once, to the steps of the next round', () => {
    expect(feedsIn(worker, 'what is submitted is done', putBackForEver(), 'j1')).toEqual([
      [],
      ['queue → 3,promise'],
      ['queue → 4', 'busy → 4'],
      ['queue → 3,promise', 'busy → 3'],
    ])
  })

  it('takes in a loop from its beginning, where a promise waits from its middle on', () => {
    const lamp = specify('lamp', { isOn: false, left: 0 })
      .action('swap')
      .changes((s) => ({ isOn: !s.isOn, left: s.isOn ? 0 : 1 }))
      .leadsTo(
        'what is on burns out',
        (s) => s.isOn,
        (s) => s.left > 1,
      ).definition
    // The light is on in the middle of the loop alone; that it does not burn out shows before as well.
    const trace = playLasso(lamp, [], [['swap'], ['swap']])
    expect(feedsIn(lamp, 'what is on burns out', trace)).toEqual([
      ['isOn → 2,promise', 'left → promise'],
      ['isOn → 1', 'left → promise'],
    ])
  })

  it('is everything that could have enabled an action, for a deadlock', () => {
    expect(feedsIn(boxes, 'no deadlock', play(boxes, [['open'], ['count']]))[0]).toEqual(['lid → promise'])
  })

  it('is what a condition read before it threw', () => {
    const brittle = specify('brittle', { a: 0, b: 0 })
      .action('go')
      .changes(() => ({ a: 1, b: 1 }))
      .always('fine', (s) => {
        if (s.a === 1) throw new Error('no')
        return s.b === 0
      }).definition
    expect(feedsIn(brittle, 'fine', play(brittle, [['go']]))).toEqual([['a → promise']])
  })
})
