import { describe, expect, it } from 'vitest'
import { append, bag, compose, each, list, record, removeOne, specify, suite } from '../../spec/language/index.ts'
import type { Observation } from '../observed/lens.ts'
import type { LogEvent } from './log.ts'
import { type Refuted, validate } from './validate.ts'

const messages = ['m1', 'm2', 'm3'] as const

/** A broker that answers once a message is flushed; nobody sees when it flushes. A power cut takes what is not. */
const broker = specify('broker', {
  log: record({ records: list<string>([]), flushed: 0 }),
  answered: each(messages, false),
  cuts: 0,
})
  .action('append')
  .over('message', messages)
  .when((s, { message }) => !s.log.records.includes(message) && !s.answered[message])
  .changes((s, { message }) => ({ log: { records: append(s.log.records, message), flushed: s.log.flushed } }))
  .action('flush')
  .when((s) => s.log.flushed < s.log.records.length)
  .changes((s) => ({ log: { records: s.log.records, flushed: s.log.records.length } }))
  .action('answer')
  .over('message', messages)
  .when((s, { message }) => !s.answered[message] && s.log.records.slice(0, s.log.flushed).includes(message))
  .changes((_s, { message }) => ({ answered: { [message]: true } }))
  .action('power cut')
  .changes((s) => ({
    log: { records: s.log.records.slice(0, s.log.flushed), flushed: s.log.flushed },
    cuts: s.cuts + 1,
  }))
const hidden = ['flush'] as const

const log: readonly LogEvent[] = [
  { action: 'append', args: { message: 'm2' } },
  { action: 'append', args: { message: 'm1' }, observed: { log: { records: ['m2', 'm1'] } } },
  { action: 'answer', args: { message: 'm1' } },
  { observed: { answered: { m1: true, m2: false } } },
  { action: 'answer', args: { message: 'm2' } },
  { action: 'power cut', observed: { log: { records: ['m2', 'm1'] } } },
]

const refuted = (events: readonly LogEvent[], silent: readonly 'flush'[] = hidden): Refuted => {
  const result = validate(broker, events, { hidden: silent })
  if (result.verdict !== 'refuted') throw new Error(result.text)
  return result
}

describe('validate', () => {
  it('finds the steps that left no event, and says which state each event shows', () => {
    const result = validate(broker, log, { hidden })
    expect(result).toMatchObject({
      verdict: 'accepted',
      text: 'accepted: 6 events, explained by 6 steps',
      shown: [1, 2, 4, 4, 5, 6],
    })
    const { trace } = result as { readonly trace: { readonly steps: readonly { readonly action: string | null }[] } }
    expect(trace.steps.map(({ action }) => action)).toEqual([
      null,
      'append',
      'append',
      'flush',
      'answer',
      'answer',
      'power cut',
    ])
    expect(validate(broker, []).verdict).toBe('accepted')
  })

  it('takes hidden steps only', () => {
    const result = validate(broker, log)
    expect(result).toMatchObject({ verdict: 'refuted', at: 2, event: log[2] })
  })

  it('refutes a log that lacks an event, at the event that could not be without it', () => {
    const result = refuted([log[0] as LogEvent, ...log.slice(2)])
    expect(result.at).toBe(1)
    expect(result.trace.steps.map(({ action }) => action)).toEqual([null, 'append'])
    const refusal =
      'answer(message: m1) cannot be taken: its guard is false; it read answered.m1 = false, log.records = [m2]'
    expect(result.refusals.map(({ kind, text }) => [kind, text])).toEqual([
      ['guard', `${refusal}, log.flushed = 0`],
      ['guard', `${refusal}, log.flushed = 1`],
    ])
    expect(result.text.split('\n')).toEqual([
      'refuted at event 2 of 5, answer(message: m1): no behaviour that shows the events before it goes on so',
      `  ${refusal}, log.flushed = 0`,
      `  ${refusal}, log.flushed = 1`,
      '  possible there: answer(message: m2), append(message: m1), append(message: m3), power cut',
    ])
  })

  it('refutes a log with an event twice, at the second', () => {
    const twice = refuted([...log.slice(0, 2), log[1] as LogEvent, ...log.slice(2)])
    expect(twice.at).toBe(2)
    expect(twice.refusals[0]).toMatchObject({ kind: 'guard' })
    expect(twice.refusals[0]?.text).toContain('append(message: m1) cannot be taken: its guard is false')
  })

  it('refutes a log with two events swapped', () => {
    const [first, second, third, ...rest] = log as [LogEvent, LogEvent, LogEvent, ...LogEvent[]]
    const swapped = refuted([first, third, second, ...rest])
    expect(swapped.at).toBe(1)
    expect(swapped.refusals[0]?.text).toContain('log.records = [m2]')
  })

  it('refutes a log whose event shows something else, and names what the specification has', () => {
    const changed = refuted([
      ...log.slice(0, 5),
      { action: 'power cut', observed: { log: { records: ['m2'] }, cuts: 1 } },
    ])
    expect(changed.at).toBe(5)
    expect(changed.refusals).toEqual([])
    expect(changed.nearMisses).toMatchObject([
      {
        step: { action: 'power cut', args: {} },
        differences: [{ path: 'log.records', expected: ['m2', 'm1'], observed: ['m2'] }],
        text: 'power cut leaves log.records: expected [m2, m1], observed [m2]',
      },
    ])
  })

  it('refutes a look at what was never so', () => {
    const looked = refuted([...log.slice(0, 2), { observed: { answered: { m1: true } } }])
    expect(looked.at).toBe(2)
    expect(looked.nearMisses.map(({ step, text }) => [step, text])).toEqual([
      [null, 'answered.m1: expected false, observed true'],
    ])
    // It would be so after an answer, had the log one.
    expect(looked.instead).toEqual([{ action: 'answer', args: { message: 'm1' } }])
    expect(looked.text).toContain('refuted at event 3 of 3, a look that found answered: {m1: true}')
  })

  it('says that no other arguments are to be had', () => {
    const result = refuted([{ action: 'append', args: { message: 'm9' } }])
    expect(result.refusals).toMatchObject([{ kind: 'domain', parameter: 'message' }])
    expect(result.instead).toContainEqual({ action: 'append', args: { message: 'm1' } })
  })

  it('says that there is nothing to choose', () => {
    const net = specify('net', { inFlight: bag<{ readonly to: string }>([]), to: ['a'] as readonly string[] })
      .action('deliver')
      .over('to', (s) => s.to)
      .over('message', (s, { to }) => s.inFlight.filter((each) => each.to === to))
      .changes((s, { message }) => ({ inFlight: removeOne(s.inFlight, message) }))
    const result = validate(net, [{ action: 'deliver' }]) as Refuted
    expect(result.refusals.map(({ kind, parameter, text }) => [kind, parameter, text])).toEqual([
      ['domain', 'message', 'deliver(to: a) cannot be taken: there is no message to choose; it read inFlight = bag[]'],
    ])
    const named = validate(net, [{ action: 'deliver', args: { message: { to: 'a' } } }]) as Refuted
    expect(named.refusals[0]?.text).toContain('deliver(to: a, message: {to: a}) cannot be taken: there is no message')
  })

  it('names steps that change what was observed before those that do not', () => {
    const result = validate(broker, [
      { action: broker.definition.actions.map(({ name }) => name), observed: { cuts: 2 } },
    ])
    expect((result as Refuted).nearMisses.map(({ text }) => text)).toEqual([
      'power cut leaves cuts: expected 1, observed 2',
      'append(message: m1) leaves cuts: expected 0, observed 2',
      'append(message: m2) leaves cuts: expected 0, observed 2',
      'append(message: m3) leaves cuts: expected 0, observed 2',
    ])
    expect(result.text).toContain('refuted at event 1 of 1, one of 4 actions: no behaviour')
  })

  it('lets an event be one of several actions, and leave out arguments', () => {
    const loose: readonly LogEvent[] = [{ action: ['answer', 'append'] }, { action: ['append', 'power cut'] }]
    expect(validate(broker, loose).verdict).toBe('accepted')
    const result = refuted([{ action: ['answer', 'flush'] }], [])
    expect(result.refusals.map(({ text }) => text.slice(0, 21))).toEqual([
      'flush cannot be taken',
      'answer(message: m1) c',
      'answer(message: m2) c',
      'answer(message: m3) c',
    ])
  })

  it('compares what a projection shows of a state, and of the step', () => {
    const projection = {
      size: (s: { readonly log: { readonly records: readonly string[] } }) => s.log.records.length,
      code: (_s: unknown, step: { readonly action: string } | null) => (step?.action === 'answer' ? 'OK' : null),
    }
    const seen = [
      { action: 'append', observed: { size: 1, code: null } },
      { action: 'answer', observed: { code: 'OK' } },
    ]
    expect(validate(broker, seen, { hidden, projection }).verdict).toBe('accepted')
    const wrong = validate(broker, [{ action: 'append', observed: { size: 2 } }], { projection }) as Refuted
    expect(wrong.nearMisses[0]?.differences).toEqual([{ path: 'size', expected: 1, observed: 2 }])
  })

  it('may be told of each step whether it leaves an event', () => {
    const events = [
      { action: ['append', 'power cut'], observed: { size: 1 } },
      { action: ['append', 'power cut'], observed: { size: 0 } },
    ]
    const projection = { size: (s: { log: { records: readonly string[] } }) => s.log.records.length }
    type Seen = Parameters<typeof projection.size>[0]
    const sizeStays = (before: Seen, step: { readonly action: string }, after: Seen) =>
      step.action !== 'power cut' && projection.size(before) === projection.size(after)
    const result = validate(broker, events, { hidden: sizeStays, projection })
    expect(result).toMatchObject({ verdict: 'accepted', trace: { length: 3 } })
    // Once something is answered, it is flushed and stays.
    const answered = [events[0], { action: 'answer' }, events[1]] as LogEvent[]
    expect(validate(broker, answered, { hidden: sizeStays, projection })).toMatchObject({ verdict: 'refuted', at: 2 })
    const cut = [events[0], { action: 'flush' }, events[1]] as LogEvent[]
    expect(validate(broker, cut, { hidden: sizeStays, projection })).toMatchObject({ verdict: 'refuted', at: 2 })
    expect(() => validate(broker, events, { hidden: () => 1 as never, projection })).toThrow(
      'the hidden steps: the answer is not true or false',
    )
  })

  it('takes lists for sets and bags, whatever their order', () => {
    const net = specify('net', { inFlight: bag<{ readonly to: string }>([{ to: 'b' }, { to: 'a' }, { to: 'a' }]) })
      .action('deliver')
      .over('message', (s) => s.inFlight)
      .changes((s, { message }) => ({ inFlight: removeOne(s.inFlight, message) }))
    const [a, b] = [{ to: 'a' }, { to: 'b' }]
    const one = (inFlight: unknown): LogEvent => ({ action: 'deliver', args: { message: a }, observed: { inFlight } })
    expect(validate(net, [one([b, a])]).verdict).toBe('accepted')
    expect(validate(net, [one([a, b])]).verdict).toBe('accepted')
    expect(validate(net, [one(bag([a, b]))]).verdict).toBe('accepted')
    for (const wrong of [[a, a], [b], [a, b, b], { to: 'a' }, bag([a])]) {
      expect(validate(net, [one(wrong)]).verdict).toBe('refuted')
    }
  })

  it('begins in any initial state', () => {
    const spec = specify('starts', { at: 0, moved: false })
      .startingFrom([1, 2, 3].map((at) => ({ at })))
      .action('move')
      .when((s) => s.at === 3)
      .changes(() => ({ moved: true }))
    expect(validate(spec, [{ action: 'move' }])).toMatchObject({ verdict: 'accepted', trace: { length: 2 } })
    expect(validate(spec, [{ observed: { at: 2 } }, { action: 'move' }])).toMatchObject({ verdict: 'refuted', at: 1 })
    expect(validate(spec, [{ observed: { at: 0 } }])).toMatchObject({ verdict: 'refuted', at: 0 })
  })

  it('sees components of a composition as its functions do', () => {
    const counter = specify('counter', { n: 0 })
      .action('up')
      .changes((s) => ({ n: s.n + 1 }))
    const pair = compose('pair', { left: counter, right: counter })
    const event = (observed: Observation): LogEvent => ({ action: 'left.up', observed })
    expect(validate(pair, [event({ left: { n: 1 }, right: { n: 0 } })]).verdict).toBe('accepted')
    expect(validate(pair, [event({ 'left.n': 1 })]).verdict).toBe('accepted')
    expect(validate(pair, [event({ right: { n: 1 } })])).toMatchObject({
      verdict: 'refuted',
      nearMisses: [{ differences: [{ path: 'right.n', expected: 0, observed: 1 }] }],
    })
  })

  it('gives no verdict where the limit comes first', () => {
    const clock = specify('clock', { now: 0, isRung: false })
      .action('tick')
      .changes((s) => ({ now: s.now + 1 }))
      .action('ring')
      .when((s) => s.now === 400)
      .changes(() => ({ isRung: true }))
    const events = [{ action: 'tick' }, { action: 'ring' }]
    expect(validate(clock, events, { hidden: ['tick'] }).verdict).toBe('accepted')
    expect(validate(clock, events, { hidden: ['tick'], mostStates: 100 })).toMatchObject({
      verdict: 'undecided',
      explained: 1,
      text: 'undecided: 1 of 2 events explained when the limit of 100 states was reached',
    })
  })

  it('follows a long log in little time', () => {
    const rounds = specify('rounds', { at: 0, isReady: false })
      .action('prepare')
      .when((s) => !s.isReady)
      .changes(() => ({ isReady: true }))
      .action('go')
      .when((s) => s.isReady)
      .changes((s) => ({ at: (s.at + 1) % 7, isReady: false }))
    const events = Array.from({ length: 10_000 }, (_, at) => ({ action: 'go', observed: { at: (at + 1) % 7 } }))
    const result = validate(rounds, events, { hidden: ['prepare'] })
    expect(result).toMatchObject({ verdict: 'accepted', trace: { length: 20_001 } })
    const forged = events.map((event, at) => (at === 9_000 ? { action: 'go', observed: { at: 0 } } : event))
    expect(validate(rounds, forged, { hidden: ['prepare'] })).toMatchObject({ verdict: 'refuted', at: 9_000 })
  })
})

describe('a log that cannot be one', () => {
  it.each<[string, unknown, string]>([
    [
      'of another specification',
      { spec: 'lock', events: [] },
      'the log is about "lock", and the specification is "broker"',
    ],
    ['that is text', 'append', 'the log: a string was given; expected an object with spec, events'],
    ['without events', { spec: 'broker' }, 'the log has no list of "events"'],
    ['with an event that is no object', [7], 'event 1: a number was given; expected an object with action'],
    ['with an unknown field', [{ acton: 'append' }], 'event 1: there is no "acton"; did you mean "action"?'],
    ['with an empty event', [{}], 'event 1: it has neither an action nor anything that was observed'],
    ['with an unknown action', [{ action: 'apend' }], 'event 1: there is no action "apend"; did you mean "append"?'],
    ['with no action in a list', [{ action: [] }], 'event 1: its list of actions is empty'],
    [
      'with an unknown parameter',
      [{ action: 'append', args: { messages: 'm1' } }],
      'event 1: action "append" has no parameter "messages"; did you mean "message"?',
    ],
    ['with arguments of nothing', [{ args: {}, observed: { cuts: 0 } }], 'event 1: it has arguments, and no action'],
    ['with arguments that are none', [{ action: 'append', args: ['m1'] }], 'event 1: its arguments are no object'],
    [
      'with an unknown variable',
      [{ action: 'flush' }, { observed: { cut: 1 } }],
      'event 2, observed: there is no variable "cut"; did you mean "cuts"?',
    ],
    [
      'with an unknown field of a record',
      [{ observed: { log: { record: [] } } }],
      'event 1, observed: "log" has no field "record"; did you mean "records"?',
    ],
    ['with an unknown key', [{ observed: { answered: { m4: true } } }], '"answered" has no key "m4"; did you mean'],
    ['with a part of a family that is none', [{ observed: { answered: true } }], '"answered" is a family; expected an'],
    ['with observations that are none', [{ observed: [] }], 'event 1, observed: a list was given; expected an object'],
    ['with what is no plain data', [{ observed: { cuts: new Date(0) } }], '"cuts": the value is not plain data'],
    [
      'with an argument that is no plain data',
      [{ action: 'append', args: { message: Number.NaN } }],
      'event 1: argument "message": the value is not plain data',
    ],
  ])('%s is refused', (_, given, message) => {
    expect(() => validate(broker, given as never)).toThrow(message)
  })

  it.each<[string, unknown, string]>([
    [
      'an unknown hidden action',
      { hidden: ['flsh'] },
      'validate: hidden: there is no action "flsh"; did you mean "flush"?',
    ],
    [
      'hidden actions that are no list',
      { hidden: 'flush' },
      'validate: "hidden" is neither a list of actions nor a function of a step',
    ],
    ['an unknown option', { hide: [] }, 'validate: the options: there is no "hide"'],
    ['a limit of nothing', { mostStates: 0 }, 'validate: "mostStates" is 0; expected a whole number, at least 1'],
    ['a projection that is none', { projection: { size: 3 } }, 'validate: the projection: "size" is no function'],
  ])('%s is refused', (_, options, message) => {
    expect(() => validate(broker, [], options as never)).toThrow(message)
  })

  it('is told where a projection throws', () => {
    const projection = { size: () => [].at(0 as never) ?? (undefined as never as { x: 1 }).x }
    expect(() => validate(broker, [{ observed: { size: 1 } }], { projection })).toThrow('the projection "size" failed')
  })

  it('is refused with a suite', () => {
    expect(() => validate(suite('all', broker) as never, [])).toThrow('suite "all" is a specification for each')
  })
})
