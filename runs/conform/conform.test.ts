import { describe, expect, it } from 'vitest'
import { append, at, bag, compose, each, insert, list, removeOne, specify } from '../../spec/language/index.ts'
import { definitionFrom } from '../port/spec-source.ts'
import { retrace } from '../walk/retrace.ts'
import { walk, walks } from '../walk/walk.ts'
import { type Adapter, type AttemptHandler, awaited, forced, unobservable } from './adapter.ts'
import { refusedAlong } from './attempt.ts'
import { type Conformance, type ConformOptions, conform } from './conform.ts'
import { WaitRanOut } from './wait.ts'

const messages = ['m1', 'm2'] as const
type Message = (typeof messages)[number]

/** A queue that flushes in the background and answers what is flushed. A crash loses what is not. */
const queue = specify('queue', {
  log: list<Message>([]),
  flushed: 0,
  answered: each(messages, false),
  retries: 0,
})
  .action('send')
  .over('message', messages)
  .when((s, { message }) => !s.log.includes(message))
  .changes((s, { message }) => ({ log: append(s.log, message) }))
  .action('flush')
  .when((s) => s.flushed < s.log.length)
  .changes((s) => ({ flushed: s.log.length }))
  .action('answer')
  .over('message', messages)
  .when((s, { message }) => !s.answered[message] && s.log.slice(0, s.flushed).includes(message))
  .changes((_s, { message }) => ({ answered: at(message, true) }))
  .action('crash')
  .changes((s) => ({ log: s.log.slice(0, s.flushed) }))
  .action('retry')
  .when((s) => s.retries < 3)
  .changes((s) => ({ retries: s.retries + 1 }))
  .always('no more is flushed than there is', (s) => s.flushed <= s.log.length)

type Bug = 'appends in front' | 'loses what is flushed' | 'never answers' | 'answers twice the size'

/** A queue in memory that does what the specification says, but for its bug. Answers come by themselves, some time later. */
class RealQueue {
  readonly #bug: Bug | null
  #log: Message[] = []
  #flushed = 0
  readonly answers = new Set<Message>()
  isStopped = false

  constructor(bug: Bug | null) {
    this.#bug = bug
  }

  send(message: Message): { readonly size: number } {
    if (this.#bug === 'appends in front') this.#log.unshift(message)
    else this.#log.push(message)
    return { size: this.#log.length * (this.#bug === 'answers twice the size' ? 2 : 1) }
  }

  flush(): void {
    this.#flushed = this.#log.length
  }

  answerLater(message: Message): void {
    if (this.#bug !== 'never answers') setTimeout(() => this.answers.add(message), 3)
  }

  crash(): void {
    this.#log = this.#log.slice(0, this.#bug === 'loses what is flushed' ? 0 : this.#flushed)
  }

  get log(): readonly Message[] {
    return [...this.#log]
  }
}

interface Opened {
  readonly adapter: Adapter<object, 'send' | 'flush' | 'answer' | 'crash' | 'retry'>
  readonly systems: readonly RealQueue[]
}

function open(bug: Bug | null = null): Opened {
  const systems: RealQueue[] = []
  const real = (): RealQueue => systems.at(-1) as RealQueue
  const asked = new Set<Message>()
  const adapter: Opened['adapter'] = {
    actions: {
      send: forced(({ args }) => real().send(args.message as Message)),
      flush: forced(() => real().flush()),
      answer: awaited(({ args }) => {
        const message = args.message as Message
        if (!asked.has(message)) real().answerLater(message)
        asked.add(message)
        return real().answers.has(message)
      }),
      crash: forced(() => real().crash()),
      retry: unobservable('the client counts retries for itself'),
    },
    start: () => {
      asked.clear()
      systems.push(new RealQueue(bug))
    },
    observe: () => ({
      log: real().log,
      answered: Object.fromEntries(messages.map((message) => [message, real().answers.has(message)])),
    }),
    projection: { size: (s) => (s as { readonly log: readonly Message[] }).log.length },
    stop: () => {
      real().isStopped = true
    },
  }
  return { adapter, systems }
}

const quick: ConformOptions = { waitMs: 5_000, pollMs: 1 }
const traceOf = (...steps: readonly (readonly [string, Message?])[]) => {
  const calls = steps.map(([action, message]) => ({ action, args: message === undefined ? {} : { message } }))
  const { trace, refusal } = retrace(queue, calls)
  expect(refusal).toBeNull()
  return trace
}
const story = traceOf(['send', 'm1'], ['flush'], ['send', 'm2'], ['retry'], ['answer', 'm1'], ['crash'], ['send', 'm2'])

describe('conform', () => {
  it('follows where the system does what the specification says, and says how each step came about', async () => {
    const { adapter, systems } = open()
    const result = await conform(queue, adapter, story, quick)
    expect(result).toMatchObject({ outcome: 'follows', text: 'follows: 7 steps', trace: story })
    expect(result.steps.map(({ step, how, because }) => [step.action, how, because])).toEqual([
      ['send', 'forced', null],
      ['flush', 'forced', null],
      ['send', 'forced', null],
      ['retry', 'unobservable', 'the client counts retries for itself'],
      ['answer', 'awaited', null],
      ['crash', 'forced', null],
      ['send', 'forced', null],
    ])
    expect(result.steps[2]?.observed).toEqual({ log: ['m1', 'm2'], answered: { m1: false, m2: false }, size: 2 })
    expect(systems.map(({ isStopped }) => isStopped)).toEqual([true])
  })

  it('says how much of the variables was compared', async () => {
    const { adapter } = open()
    const { compared } = await conform(queue, adapter, story, quick)
    expect(compared).toEqual({
      share: 0.5,
      variables: [
        { name: 'log', share: 1 },
        { name: 'flushed', share: 0 },
        { name: 'answered', share: 1 },
        { name: 'retries', share: 0 },
      ],
      moments: 8,
    })
    let looks = 0
    const half = { ...adapter, observe: () => (looks++ % 2 === 0 ? { answered: { m1: false } } : {}) }
    const partly = await conform(queue, half, traceOf(['crash']), quick)
    expect(partly.compared.variables).toContainEqual({ name: 'answered', share: 0.25 })
  })

  it.each<[Bug, number, string]>([
    [
      'appends in front',
      3,
      'departs after step 3, send(message: m2) (forced): log: expected [m1, m2], observed [m2, m1]',
    ],
    ['loses what is flushed', 6, 'departs after step 6, crash (forced): log: expected [m1], observed []'],
    ['answers twice the size', 1, 'departs after step 1, send(message: m1) (forced): size: expected 1, observed 2'],
  ])('departs where the system %s, at the step that shows it', async (bug, at, text) => {
    const { adapter, systems } = open(bug)
    const result = await conform(queue, adapter, story, quick)
    expect(result).toMatchObject({ outcome: 'departs', at, text, how: 'forced' })
    expect(result.steps).toHaveLength(at - 1)
    // It is not tried again until it fits.
    expect(systems.map(({ isStopped }) => isStopped)).toEqual([true])
  })

  it('is inconclusive where a wait runs out', async () => {
    const { adapter, systems } = open('never answers')
    const result = await conform(queue, adapter, story, { waitMs: 30, pollMs: 1 })
    expect(result).toMatchObject({
      outcome: 'inconclusive',
      at: 5,
      step: { action: 'answer', args: { message: 'm1' } },
      reason: 'step 5, answer(message: m1) took longer than 30 ms',
      differences: [],
    })
    expect(systems[0]?.isStopped).toBe(true)
  })

  it('waits until what is observed is what it should be, and says what it still lacked', async () => {
    const { adapter } = open()
    const slow = { ...adapter, actions: { ...adapter.actions, send: awaited() } }
    let looks = 0
    const late = { ...slow, observe: () => ({ log: looks++ < 5 ? [] : ['m1'] }) }
    const trace = traceOf(['send', 'm1'])
    expect(await conform(queue, late, trace, quick)).toMatchObject({ outcome: 'follows', steps: [{ how: 'awaited' }] })
    const never = { ...slow, observe: () => ({ log: [] }) }
    expect(await conform(queue, never, trace, { waitMs: 60, pollMs: 1 })).toMatchObject({
      outcome: 'inconclusive',
      differences: [{ path: 'log', expected: ['m1'], observed: [] }],
      text: 'inconclusive after step 1, send(message: m1): step 1, send(message: m1) took longer than 60 ms; until then log: expected [m1], observed []',
    })
  })

  it('is inconclusive where the adapter says so, hangs, or is asked to end', async () => {
    const { adapter } = open()
    const trace = traceOf(['send', 'm1'])
    const withSend = (run: () => Promise<undefined>): Opened['adapter'] => ({
      ...adapter,
      actions: { ...adapter.actions, send: forced(run) },
    })
    const gaveUp = withSend(async () => {
      throw new WaitRanOut('no thread came to the gate')
    })
    expect(await conform(queue, gaveUp, trace, quick)).toMatchObject({ reason: 'no thread came to the gate' })
    const hangs = withSend(() => new Promise(() => {}))
    expect(await conform(queue, hangs, trace, { waitMs: 20 })).toMatchObject({ outcome: 'inconclusive', at: 1 })
    const abort = new AbortController()
    setTimeout(() => abort.abort(), 10)
    expect(await conform(queue, hangs, trace, { signal: abort.signal })).toMatchObject({
      outcome: 'inconclusive',
      reason: 'step 1, send(message: m1) was asked to end',
    })
    const startHangs: Opened['adapter'] = { ...open().adapter, start: () => new Promise(() => {}), stop: () => {} }
    expect(await conform(queue, startHangs, trace, { waitMs: 20 })).toMatchObject({ outcome: 'inconclusive', at: 0 })
  })

  it('compares the initial state as well', async () => {
    const { adapter } = open()
    const result = await conform(queue, { ...adapter, observe: () => ({ log: ['m2'] }) }, story, quick)
    expect(result).toMatchObject({ outcome: 'departs', at: 0, step: null, how: null })
    expect(result.text).toBe('departs in the initial state: log: expected [], observed [m2]')
  })

  it('throws what an adapter throws, after the system was stopped', async () => {
    const { adapter, systems } = open()
    const broken = {
      ...adapter,
      actions: {
        ...adapter.actions,
        send: forced(() => {
          throw new Error('connection refused')
        }),
      },
    }
    await expect(conform(queue, broken, story, quick)).rejects.toThrow('connection refused')
    expect(systems[0]?.isStopped).toBe(true)
  })

  it('finds every bug by random walks, and none where there is none', async () => {
    const run = async (bug: Bug | null): Promise<readonly Conformance[]> => {
      const { adapter } = open(bug)
      const results: Conformance[] = []
      for (const { trace } of walks(queue, 14, { seed: 'walks', steps: 10 })) {
        const waitMs = bug === 'never answers' ? 20 : 5_000
        results.push(await conform(queue, adapter, trace, { waitMs, pollMs: 1 }))
      }
      return results
    }
    expect(new Set((await run(null)).map(({ outcome }) => outcome))).toEqual(new Set(['follows']))
    for (const bug of ['appends in front', 'loses what is flushed', 'answers twice the size'] as const) {
      const outcomes = (await run(bug)).map(({ outcome }) => outcome)
      expect(outcomes, bug).toContain('departs')
      expect(outcomes, bug).not.toContain('inconclusive')
    }
    expect(new Set((await run('never answers')).map(({ outcome }) => outcome))).toEqual(
      new Set(['follows', 'inconclusive']),
    )
  })

  it('tells a planted error in the specification', async () => {
    const planted = specify('queue', { log: [] as readonly Message[] })
      .action('send')
      .over('message', messages)
      .changes((s, { message }) => ({ log: [message, ...s.log] }))
    const { trace } = retrace(planted, [
      { action: 'send', args: { message: 'm1' } },
      { action: 'send', args: { message: 'm2' } },
    ])
    const system = new RealQueue(null)
    const adapter: Adapter<object, 'send'> = {
      actions: { send: forced(({ args }) => void system.send(args.message as Message)) },
      start: () => {},
      observe: () => ({ log: system.log }),
      stop: () => {},
    }
    expect(await conform(planted, adapter, trace, quick)).toMatchObject({ outcome: 'departs', at: 2 })
  })
})

describe('an attempt', () => {
  /** A queue whose answers can be asked for too early. */
  function openTo(isTooEarly: boolean): Opened {
    const opened = open()
    const answer: AttemptHandler<object> = ({ args, state }) => {
      expect(state).toHaveProperty('log')
      const real = opened.systems.at(-1)
      if (isTooEarly) real?.answers.add(args.message as Message)
    }
    return { ...opened, adapter: { ...opened.adapter, attempts: { answer, crash: () => ({ size: 7 }) } } }
  }
  const twoSends = traceOf(['send', 'm1'], ['send', 'm2'])
  const answerOf = (message: Message, after: number) => ({ after, action: 'answer', args: { message } })

  it('that changes nothing is told, and counts as compared', async () => {
    const { adapter } = openTo(false)
    const attempts = [answerOf('m1', 1), answerOf('m2', 1), answerOf('m1', 0)]
    const result = await conform(queue, adapter, twoSends, { ...quick, attempts })
    expect(result.text).toBe('follows: 2 steps, and 3 refused steps tried in vain')
    expect(result.attempts.map(({ attempt }) => attempt)).toEqual([answerOf('m1', 0), ...attempts.slice(0, 2)])
    expect(result.attempts[1]?.observed).toEqual({ log: ['m1'], answered: { m1: false, m2: false } })
    expect(result.steps).toHaveLength(2)
    expect(result.compared.moments).toBe(6)
  })

  it('that changes something is a departure, and ends the run', async () => {
    const { adapter, systems } = openTo(true)
    const result = await conform(queue, adapter, twoSends, { ...quick, attempts: [answerOf('m1', 1)] })
    expect(result).toMatchObject({
      outcome: 'departs',
      at: 1,
      how: null,
      attempt: answerOf('m1', 1),
      differences: [{ path: 'answered.m1', expected: false, observed: true }],
      text: 'departs after step 1, send(message: m1), where answer(message: m1) was refused and tried: answered.m1: expected false, observed true',
    })
    expect([result.steps.length, result.attempts.length, systems[0]?.isStopped]).toEqual([1, 0, true])
  })

  it('has an answer, which is compared as well', async () => {
    const { adapter } = openTo(false)
    const queueOf = definitionFrom(queue)
    const actions = queueOf.actions.map((each) => (each.name === 'crash' ? { ...each, guard: () => false } : each))
    const spec = { ...queueOf, actions }
    const attempts = [{ after: 0, action: 'crash', args: {} }]
    const result = await conform(spec, adapter as Adapter, twoSends, { ...quick, attempts })
    expect(result.text).toBe(
      'departs in the initial state, where crash was refused and tried: size: expected 0, observed 7',
    )
  })

  it('is inconclusive where its wait runs out', async () => {
    const opened = openTo(false)
    const hangs = { ...opened.adapter, attempts: { answer: () => new Promise<undefined>(() => {}) } }
    expect(await conform(queue, hangs, twoSends, { waitMs: 20, attempts: [answerOf('m1', 1)] })).toMatchObject({
      outcome: 'inconclusive',
      at: 1,
      attempt: answerOf('m1', 1),
      reason:
        'the attempt after step 1, send(message: m1), where answer(message: m1) was refused and tried took longer than 20 ms',
    })
  })

  it.each<[string, unknown, string]>([
    [
      'of a step that can be taken',
      [answerOf('m1', 2)],
      'answer(message: m1) can be taken after step 2, so it is no attempt',
    ],
    ['after more steps than there are', [answerOf('m1', 3)], 'an attempt comes after step 3; the trace has 2'],
    ['of an unknown action', [{ after: 0, action: 'anwser', args: {} }], 'the attempts: there is no action "anwser"'],
    ['that the adapter does not know', [{ after: 0, action: 'flush', args: {} }], 'does not say how "flush" is tried'],
    ['in no list', 'answer', '"attempts" is no list'],
  ])('%s is refused', async (_, attempts, message) => {
    const trace = traceOf(['send', 'm1'], ['flush'])
    const options = { ...quick, attempts } as ConformOptions
    await expect(conform(queue, openTo(false).adapter, trace, options)).rejects.toThrow(message)
  })

  it('is found along a trace: what is refused at a state, and possible at another, or has no parameters', () => {
    const trace = traceOf(['send', 'm1'], ['flush'])
    const all = refusedAlong(queue, trace).map(({ after, action, args }) =>
      [after, action, ...Object.values(args)].join(' '),
    )
    expect(all).toEqual(['0 flush', '0 answer m1', '1 send m1', '1 answer m1', '2 flush', '2 send m1'])
  })
})

describe('what cannot be conformed to', () => {
  const { adapter } = open()
  const actions = adapter.actions

  it.each<[string, object, string]>([
    ['no start', { ...adapter, start: undefined }, 'conform: the adapter has no function "start"'],
    ['no actions', { ...adapter, actions: null }, 'conform: the adapter has no "actions"'],
    [
      'an unknown action',
      { ...adapter, actions: { ...actions, sned: actions.send } },
      'conform: the adapter: there is no action "sned"; did you mean "send"?',
    ],
    [
      'an action that it needs left out',
      { ...adapter, actions: { ...actions, flush: undefined } },
      'conform: the adapter, action "flush": expected forced(…), awaited(…) or unobservable(…)',
    ],
    [
      'nothing said of an action',
      { ...adapter, actions: { send: actions.send } },
      'conform: the adapter does not say how "flush" comes about',
    ],
    [
      'no reason',
      { ...adapter, actions: { ...actions, flush: unobservable(' ') } },
      'action "flush": unobservable(…) takes the reason, as text',
    ],
    [
      'a projection that is none',
      { ...adapter, projection: [] },
      'conform: the projection is another object; expected',
    ],
    [
      'observations of what there is not',
      { ...adapter, observe: () => ({ logs: [] }) },
      'conform: what was observed in the initial state: there is no variable "logs"; did you mean "log"?',
    ],
    [
      'a step called unobservable that is seen',
      { ...adapter, actions: { ...actions, send: unobservable('nobody looks') } },
      'conform: the adapter says that step 1, send(message: m1) is unobservable, and it changes what is compared: log',
    ],
    [
      'an "until" that gives no answer',
      { ...adapter, actions: { ...actions, send: awaited(() => undefined as never) } },
      'step 1, send(message: m1): "until" gave undefined; expected true or false',
    ],
  ])('%s is an error', async (_, given, message) => {
    await expect(conform(queue, given as never, story, quick)).rejects.toThrow(message)
  })

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'conform: the trace has no steps; expected one that a check, a walk or play gave'],
    [
      'the trace of another specification',
      walk(
        specify('other', { n: 0 })
          .action('up')
          .changes((s) => ({ n: s.n + 1 })),
        { seed: 1 },
      ).trace,
      'conform: the trace, the initial state: there is no variable "n"',
    ],
    [
      'a trace that begins elsewhere',
      { ...story, steps: story.steps.slice(1) },
      'conform: the trace is no behaviour of "queue": it begins in no initial state',
    ],
    [
      'a trace with a step that cannot be taken',
      { ...story, steps: story.steps.filter((_, at) => at !== 2) },
      'conform: the trace is no behaviour of "queue": step 2 leads elsewhere: flushed: expected 0, observed 1',
    ],
    [
      'a trace with a guard that is false',
      { ...story, steps: [story.steps[0], { ...story.steps[2] }] },
      'conform: the trace is no behaviour of "queue": step 1: flush cannot be taken: its guard is false',
    ],
    [
      'a trace of an older version',
      { ...story, steps: story.steps.map((step) => ({ ...step, state: { log: [] } })) },
      'conform: the trace is no behaviour of "queue": the initial state has no variable "flushed"',
    ],
  ])('%s is refused', async (_, trace, message) => {
    await expect(conform(queue, adapter, trace as never, quick)).rejects.toThrow(message)
  })

  it('options that do not fit are refused', async () => {
    await expect(conform(queue, adapter, story, { waitMs: 0 })).rejects.toThrow('conform: "waitMs" is 0; expected')
    await expect(conform(queue, adapter, story, { wait: 3 } as never)).rejects.toThrow('there is no "wait"')
  })
})

describe('a trace from a file', () => {
  it('may have lists in the place of sets and bags', async () => {
    const net = specify('net', { inFlight: bag<string>([]) })
      .action('send')
      .over('to', ['b', 'a'])
      .changes((s, { to }) => ({ inFlight: insert(s.inFlight, to) }))
      .action('drop')
      .over('all', (s) => [s.inFlight])
      .when((_s, { all }) => all.length === 2)
      .changes((s, { all }) => ({ inFlight: all.reduce((left, one) => removeOne(left, one), s.inFlight) }))
    const steps = [
      { action: 'send', args: { to: 'b' } },
      { action: 'send', args: { to: 'a' } },
      { action: 'drop', args: { all: ['b', 'a'] } },
    ]
    const { trace, refusal } = retrace(net, steps)
    expect([trace.length, refusal]).toEqual([4, null])
    let sent: string[] = []
    const adapter: Adapter = {
      actions: {
        send: forced(({ args }) => void sent.push(String(args.to))),
        drop: forced(() => {
          sent = []
        }),
      },
      start: () => {
        sent = []
      },
      observe: () => ({ inFlight: sent }),
      stop: () => {},
    }
    const fromFile = JSON.parse(JSON.stringify(trace)) as typeof trace
    expect(await conform(net, adapter, fromFile)).toMatchObject({ outcome: 'follows' })
  })
})

describe('a composition', () => {
  const counter = specify('counter', { n: 0, secret: 0 })
    .action('up')
    .changes((s) => ({ n: s.n + 1, secret: s.secret + 1 }))
  const pair = compose('pair', { left: counter, right: counter }, { hidden: ['left.secret'] })

  it('is observed component by component, and what a component hides is not', async () => {
    const { trace } = walk(pair, { seed: 1, steps: 6 })
    const seen: unknown[] = []
    let counts = { left: 0, right: 0 }
    const up = (side: 'left' | 'right') =>
      forced(({ before, after }) => {
        seen.push(before, after)
        counts = { ...counts, [side]: counts[side] + 1 }
      })
    const adapter = {
      actions: { 'left.up': up('left'), 'right.up': up('right') },
      start: (initial: unknown) => void seen.push(initial),
      observe: () => ({ left: { n: counts.left }, right: { n: counts.right } }),
      projection: { sum: (s: { left: { n: number }; right: { n: number } }) => s.left.n + s.right.n },
      stop: () => {},
    }
    const result = await conform(pair.definition, adapter as never, trace)
    expect(result.text).toBe('follows: 6 steps')
    expect(result.compared.variables).toEqual([
      { name: 'left.n', share: 1 },
      { name: 'left.secret', share: 0 },
      { name: 'right.n', share: 1 },
      { name: 'right.secret', share: 0 },
    ])
    expect(seen[0]).toEqual({ left: { n: 0 }, right: { n: 0, secret: 0 } })
    const summed = { ...adapter, observe: () => ({ sum: counts.left + counts.right }) }
    counts = { left: 0, right: 0 }
    expect((await conform(pair.definition, summed as never, trace)).outcome).toBe('follows')
    const spied = { ...adapter, observe: () => ({ left: { secret: 0 } }) }
    await expect(conform(pair.definition, spied as never, trace)).rejects.toThrow('"left.secret" is hidden')
  })
})

describe('retrace', () => {
  it('takes steps as far as they go, and says why the next cannot be taken', () => {
    const { trace, refusal } = retrace(queue, [
      { action: 'send', args: { message: 'm1' } },
      { action: 'answer', args: { message: 'm1' } },
    ])
    expect(trace.steps.map(({ action }) => action)).toEqual([null, 'send'])
    expect(refusal).toMatchObject({ kind: 'guard' })
    expect(retrace(queue, [{ action: 'fly', args: {} }]).refusal).toMatchObject({ kind: 'action' })
  })
})
