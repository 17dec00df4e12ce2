import { describe, expect, it } from 'vitest'
import { at, each, type SpecDefinition, specify, type Trace } from '../../spec/language/index.ts'
import { pathOf } from '../../spec/semantics/path.ts'
import { PlainWorld } from '../../spec/semantics/plain-world.ts'
import type { Reason } from '../story/story.ts'
import {
  closedTooEarly,
  decision,
  neverGoneThrough,
  nothingSubmitted,
  putBackForEver,
  watchedDoor,
  worker,
} from '../testing/endless.ts'
import { play, playLasso } from '../testing/play.ts'
import { fairnessReasons } from './fairness.ts'
import { reasonsOf } from './reasons.ts'

function whyOf(definition: SpecDefinition, name: string, part: string | null, trace: Trace): readonly string[] {
  const property = definition.properties.find((each) => each.name === name)
  if (property === undefined) throw new Error(`no property ${name}`)
  const spec = new PlainWorld(definition)
  return reasonsOf(spec, property, part, pathOf(spec, trace)).map(printed)
}

/** `✗ label: detail | path value, path value` */
function printed({ label, holds, detail, values }: Reason): string {
  const sign = holds === null ? '?' : holds ? '✓' : '✗'
  const read = values.map(({ path, value }) => `${path} ${value}`).join(', ')
  return `${sign} ${label}${detail === '' ? '' : `: ${detail}`}${read === '' ? '' : ` | ${read}`}`
}

const lamps = ['red', 'green'] as const

/** Two lamps that are switched on and off; every kind of promise, with keys or in parts. */
const lit = specify('lamps', { on: each(lamps, false), times: 0 })
  .action('switch')
  .over('lamp', lamps)
  .changes((s, { lamp }) => ({ on: at(lamp, !s.on[lamp]), times: Math.min(2, s.times + 1) }))
  .action('break')
  .fault()
  .changes(() => ({ times: 2 }))
  .eventually('lit', lamps, (s, lamp) => s.on[lamp])
  .infinitelyOften('lit again', lamps, (s, lamp) => s.on[lamp])
  .eventuallyAlways('stays lit', lamps, (s, lamp) => s.on[lamp])
  .leadsTo(
    'red, then green',
    (s) => s.on.red,
    (s) => s.on.green,
  )
  .leadsToAlways(
    'red, then green for good',
    (s) => s.on.red,
    (s) => s.on.green,
  )
  .leadsToAlways(
    'green, then red for good',
    (s) => s.on.green,
    (s) => s.on.red,
  )
  .unless(
    'on until twice',
    lamps,
    (s, lamp) => s.on[lamp],
    (s) => s.times === 2,
  )
  .noWayBack('on for good', lamps, (s, lamp) => s.on[lamp])
  .always('in parts', { 'not both': (s) => !(s.on.red && s.on.green), 'not often': (s) => s.times < 2 })
  .fair('weak', 'switch', 'lamp').definition

const red = ['switch', { lamp: 'red' }] as const
const green = ['switch', { lamp: 'green' }] as const
const blinking = playLasso(lit, [red, green, green], [red, red])

describe('why a promise is broken for ever', () => {
  it('is that what it waits for is false in every state of the loop, with the values in turn', () => {
    expect(whyOf(lit, 'lit again', 'green', blinking)).toEqual([
      '✗ green: false in every state of the loop; last true after step 2 | on.green false',
    ])
    expect(whyOf(lit, 'lit', 'green', playLasso(lit, [['break']], [red, red]))).toEqual([
      '✗ green: false in every state of the loop, and before | on.green false',
    ])
    expect(whyOf(lit, 'lit', 'red', playLasso(lit, [['break']]))).toEqual([
      '✗ red: false after step 1, for ever, and before | on.red false',
    ])
    expect(whyOf(worker, 'the queue is empty', null, putBackForEver())).toEqual([
      '✗ the queue is empty: false in every state of the loop; last true after step 1 | queue bag[j1] → bag[], busy j1',
    ])
  })

  it('is the state of the loop in which a condition does not stay true', () => {
    expect(whyOf(lit, 'stays lit', 'red', blinking)).toEqual([
      '✗ red: false after step 4, each time round the loop | on.red false',
    ])
    expect(whyOf(lit, 'stays lit', 'green', blinking)).toEqual([
      '✗ green: false in every state of the loop; last true after step 2 | on.green false',
    ])
  })

  it('is a trigger and the response that never comes', () => {
    expect(whyOf(lit, 'red, then green', null, blinking)).toEqual([
      '✓ the trigger: true after step 3 | on.red true',
      '✗ the response: false then and in every state that follows, for ever | on.green false',
    ])
    expect(whyOf(worker, 'what is submitted is done', 'j1', putBackForEver())).toEqual([
      '✓ j1: the trigger: true after step 2 | queue bag[j1]',
      '✗ j1: the response: false then and in every state that follows, for ever | done.j1 false',
    ])
  })

  it('is a condition that a step ends, and what may end it and was not there', () => {
    expect(whyOf(lit, 'on until twice', 'red', play(lit, [red]))).toEqual([])
    const early = specify('early', { on: true, n: 0 })
      .action('off')
      .changes((s) => ({ on: false, n: s.n + 1 }))
      .unless(
        'on until two',
        (s) => s.on,
        (s) => s.n === 2,
      ).definition
    expect(whyOf(early, 'on until two', null, play(early, [['off']]))).toEqual([
      '✗ on until two: true before step 1, and false after it | on true → false',
      '✗ what may end it: false before and after it | n 0 → 1',
    ])
  })

  it('is a trigger and the response that does not stay', () => {
    expect(whyOf(lit, 'red, then green for good', null, blinking)).toEqual([
      '✓ the trigger: true after step 1 | on.red true',
      '✗ the response: false in every state of the loop | on.green false',
    ])
    expect(whyOf(lit, 'green, then red for good', null, blinking)).toEqual([
      '✓ the trigger: true after step 2 | on.green true',
      '✗ the response: false after step 4, each time round the loop | on.red false',
    ])
    expect(whyOf(lit, 'red, then green for good', null, playLasso(lit, [red]))).toEqual([
      '✓ the trigger: true after step 1 | on.red true',
      '✗ the response: false after step 1, for ever | on.green false',
    ])
  })

  it('says of many values in turn only the first and the last', () => {
    const clock = specify('clock', { hour: 0 })
      .action('tick')
      .changes((s) => ({ hour: (s.hour + 1) % 9 }))
      .infinitelyOften('noon', (s) => s.hour === 12)
      .eventually('night', (s) => s.hour === 24).definition
    const day = playLasso(
      clock,
      [],
      Array.from({ length: 9 }, () => ['tick'] as const),
    )
    expect(whyOf(clock, 'noon', null, day)).toEqual([
      '✗ noon: false in every state of the loop | hour 0 → 1 → 2 → … → 8',
    ])
    expect(whyOf(clock, 'night', null, day)).toEqual([
      '✗ night: false in every state of the loop | hour 0 → 1 → 2 → … → 8',
    ])
  })

  it('says that a condition could not be evaluated, and what it read', () => {
    const brittle = specify('brittle', { n: 0 })
      .action('flip')
      .changes((s) => ({ n: 1 - s.n }))
      .infinitelyOften('fine', (s) => {
        throw new Error(`n is ${s.n}`)
      })
      .leadsTo(
        'never mind',
        () => true,
        (s) => {
          throw new Error(`n is ${s.n}`)
        },
      ).definition
    const flipping = playLasso(brittle, [], [['flip'], ['flip']])
    expect(whyOf(brittle, 'fine', null, flipping)).toEqual(['? fine: could not be evaluated: Error: n is 0 | n 0 → 1'])
    expect(whyOf(brittle, 'never mind', null, flipping)).toEqual([
      '? never mind: could not be evaluated: Error: n is 0 | n 0 → 1',
    ])
  })
})

describe('why a behaviour that goes on for ever is allowed', () => {
  const told = (definition: SpecDefinition, trace: Trace): readonly string[] => {
    const spec = new PlainWorld(definition)
    return fairnessReasons(spec, pathOf(spec, trace)).map(printed)
  }

  it('is told for each assumption, and what is not assumed at all', () => {
    expect(told(worker, putBackForEver())).toEqual([
      '✓ weak fairness of take(job: j1): taken in step 3',
      '✓ weak fairness of finish: not enabled after step 2',
      '✓ strong fairness of audit: not enabled in any state of the loop',
      '✓ submit, close: enabled there, but no fairness is assumed of them',
    ])
    const { fairness: _, ...free } = worker
    expect(told({ ...free, fairness: [] }, nothingSubmitted())).toEqual([
      '✓ submit, close: enabled there, but no fairness is assumed of them',
    ])
  })

  it('is told to be unknown where an action throws', () => {
    const brittle = specify('brittle', { n: 0 })
      .action('go')
      .when((s) => {
        throw new Error(`n is ${s.n}`)
      })
      .changes(() => ({}))
      .fair('weak', 'go').definition
    expect(told(brittle, playLasso(brittle, []))).toEqual(['? fairness: could not be evaluated: Error: n is 0'])
  })
})

describe('why a promise is broken by a step or a state', () => {
  it('is the part that was true before the last step and is not after it', () => {
    expect(whyOf(lit, 'on for good', 'red', play(lit, [green, red, red]))).toEqual([
      '✗ red: true before step 3, and false after it | on.red true → false',
    ])
  })

  it('names every false part of an invariant with what it read, and the others without', () => {
    expect(whyOf(lit, 'in parts', 'not often', play(lit, [red, red]))).toEqual(['✓ not both', '✗ not often | times 2'])
    expect(whyOf(lit, 'in parts', 'not both', play(lit, [red, green]))).toEqual([
      '✗ not both | on.red true, on.green true',
      '✗ not often | times 2',
    ])
  })

  it('is that no way leads to a goal, and what can still happen', () => {
    expect(whyOf(worker, 'all is done', 'j2', closedTooEarly())).toEqual([
      '✗ j2: false here, and in all 7 other states that can be reached from here | done.j2 false',
      '✓ take: can still happen for job: j1',
      '✓ audit: can still happen',
      '✓ power cut: can still happen',
    ])
    const stuck = specify('stuck', { at: 'start', n: 0 })
      .action('fall')
      .when((s) => s.at === 'start')
      .changes(() => ({ at: 'pit' }))
      .action('shout')
      .when((s) => s.at === 'pit')
      .changes(() => ({}))
      .canAlwaysReach('home', (s) => s.at === 'home').definition
    expect(whyOf(stuck, 'home', null, play(stuck, [['fall']]))).toEqual([
      '✗ home: false here, and nothing can change any more | at pit',
      '✓ shout: can still happen, and changes nothing',
    ])
    const { actions, ...rest } = stuck
    const silent = { ...rest, actions: actions.filter(({ name }) => name === 'fall') }
    expect(whyOf(silent, 'home', null, play(silent, [['fall']]))).toEqual([
      '✗ home: false here, and nothing can happen any more | at pit',
    ])
    const endless = specify('endless', { n: 0 })
      .action('add')
      .over('by', [1, 2, 3, 4])
      .changes((s, { by }) => ({ n: s.n + by }))
      .canAlwaysReach('minus', (s) => s.n < 0).definition
    expect(whyOf(endless, 'minus', null, play(endless, []))).toEqual([
      '✗ minus: false here, and no way leads to where it is true | n 0',
      '✓ add: can still happen for 4 choices',
    ])
  })
})

describe('why a step refines nothing', () => {
  const concrete = (map: (s: { heard: string; votes: number }) => { decision: never; votes: number }) =>
    specify('concrete', { heard: 'open', votes: 0 })
      .action('hear')
      .over('what', ['commit', 'abort', 'open', 'nonsense'])
      .changes((s, { what }) => ({ heard: what, votes: s.votes + (what === 'nonsense' ? 2 : 0) }))
      .refines('decides once', decision, map as never).definition
  const plainly = concrete(({ heard, votes }) => ({ decision: heard as never, votes }))

  it('is that a guard is false, or which variables come out otherwise, nearest first', () => {
    const hear = (what: string) => ['hear', { what }] as const
    expect(whyOf(plainly, 'decides once', null, play(plainly, [hear('commit'), hear('abort')]))).toEqual([
      '✗ step 2, hear(what: abort): no action of "one decision" does what it does there | decision commit → abort',
      '✗ decide(to: abort): its guard is false; otherwise it would do just that',
      '✗ vote: it leads to decision: commit instead of abort, votes: 1 instead of 0',
    ])
    expect(whyOf(plainly, 'decides once', null, play(plainly, [hear('nonsense')]))).toEqual([
      '✗ step 1, hear(what: nonsense): no action of "one decision" does what it does there | decision open → nonsense, votes 0 → 2',
      '✗ vote: it leads to decision: open instead of nonsense, votes: 1 instead of 2',
      '✗ decide(to: commit): it leads to decision: commit instead of nonsense, votes: 0 instead of 2',
    ])
  })

  it('is how the nearest initial state differs, where the first state is none', () => {
    const late = concrete(({ heard }) => ({ decision: heard as never, votes: 2 }))
    expect(whyOf(late, 'decides once', null, play(late, []))).toEqual([
      '✗ the initial state: is none of the initial states of "one decision" | decision open, votes 2',
      '✗ the nearest of those: has votes: 0 instead of 2',
    ])
  })

  it('is which assumption of the abstract specification a loop breaks, and what its state maps to', () => {
    expect(whyOf(watchedDoor, 'it is a door', null, neverGoneThrough())).toEqual([
      '✗ strong fairness of go through: enabled again and again, after step 2, and never taken | at open',
      '✓ weak fairness of open: taken in step 2',
    ])
    expect(whyOf(watchedDoor, 'it is a door', null, playLasso(watchedDoor, []))).toEqual([
      '✗ weak fairness of open: always enabled and never taken | at shut',
      '✓ strong fairness of go through: not enabled in the initial state',
    ])
  })

  it('is told to be unknown where the mapping throws', () => {
    const brittle = concrete(() => {
      throw new Error('no mapping')
    })
    expect(whyOf(brittle, 'decides once', null, playLasso(brittle, []))).toEqual([
      '? decides once: could not be evaluated: Error: no mapping',
    ])
    expect(whyOf(brittle, 'decides once', null, play(brittle, []))).toEqual([
      '? decides once: could not be evaluated: Error: no mapping',
    ])
  })
})
