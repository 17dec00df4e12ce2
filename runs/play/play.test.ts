import { describe, expect, it } from 'vitest'
import { PlayError } from '../../counterexamples/play/play-error.ts'
import { at, compose, disabled, each, holds, SpecError, specify, suite } from '../../spec/language/index.ts'
import { play } from './play.ts'

type Client = 'ann' | 'bob'
const clients: readonly Client[] = ['ann', 'bob']

/** A lease that its holder is told to have lost; with `isBroken`, everybody may take it at any time. */
const lease = (isBroken = false) =>
  specify('lease', { holder: null as Client | null, told: each(clients, false), ticks: 0 })
    .derive('isFree', (s) => s.holder === null)
    .action('acquire')
    .over('client', clients)
    .when((s) => isBroken || s.isFree)
    .changes((s, { client }) => ({ holder: client, told: at(client, true), ticks: s.ticks }))
    .action('release')
    .over('client', (s) => (s.holder === null ? [] : [s.holder]))
    .changes((_s, { client }) => ({ holder: null, told: at(client, false) }))
    .action('tick')
    .changes((s) => (s.ticks === 2 ? disabled : { ticks: s.ticks + 1 }))
    .always('only the holder believes to hold it', clients, (s, client) => !s.told[client] || s.holder === client)
    .alwaysStep('time never goes back', (before, _step, after) => before.ticks <= after.ticks)
    .reachable('held by bob', (s) => s.holder === 'bob')
    .eventually('held', (s) => s.holder !== null)
    .deadlockFree()

function thrownBy(action: () => unknown): Error {
  try {
    action()
  } catch (error) {
    return error as Error
  }
  throw new Error('nothing was thrown')
}

describe('play', () => {
  it('takes steps, and shows the state as plain data', () => {
    const game = play(lease())
    expect(game.state).toEqual({ holder: null, told: { ann: false, bob: false }, ticks: 0 })
    game.do('acquire', { client: 'ann' }).do('tick')
    expect(game.state).toEqual({ holder: 'ann', told: { ann: true, bob: false }, ticks: 1 })
    expect(Object.isFrozen(game.state) && Object.isFrozen(game.state.told)).toBe(true)
    expect(game.trace.steps.map(({ action, changed }) => [action, changed])).toEqual([
      [null, []],
      ['acquire', ['holder', 'told.ann']],
      ['tick', ['ticks']],
    ])
  })

  it('lists what can be done, and goes back over a step', () => {
    const game = play(lease())
    const before = game.enabled()
    expect(before).toEqual([
      { action: 'acquire', args: { client: 'ann' } },
      { action: 'acquire', args: { client: 'bob' } },
      { action: 'tick', args: {} },
    ])
    expect(game.do('tick').undo().enabled()).toEqual(before)
    expect(() => game.undo()).toThrow('there is no step to undo: this is the initial state')
  })

  it('says which guard is false and what it read', () => {
    const game = play(lease()).do('acquire', { client: 'ann' })
    expect(game.can('acquire', { client: 'bob' })).toBe(false)
    expect(game.why('acquire', { client: 'bob' })).toEqual({
      kind: 'guard',
      parameter: null,
      text: 'acquire(client: bob) cannot be taken: its guard is false; it read isFree = false, holder = ann',
      reads: [
        { path: 'isFree', value: 'false' },
        { path: 'holder', value: 'ann' },
      ],
    })
  })

  it('says which parameter cannot have the value, and which values it can have', () => {
    const game = play(lease())
    expect(game.why('release', { client: 'ann' })).toMatchObject({
      kind: 'domain',
      parameter: 'client',
      text: 'release(client: ann) cannot be taken: there is no client to choose; it read holder = null',
    })
    game.do('acquire', { client: 'ann' })
    expect(game.why('release', { client: 'bob' })?.text).toBe(
      'release(client: bob) cannot be taken: bob is no client that can be chosen here; these can: ann; it read holder = ann',
    )
  })

  it('says that the effect disables the action', () => {
    const game = play(lease()).do('tick').do('tick')
    expect(game.why('tick')).toMatchObject({ kind: 'effect', parameter: null })
    expect(game.why('tick')?.text).toContain('its effect says that it is disabled; it read ticks = 2')
  })

  it('says what a guard saw of a value that was taken out of the state', () => {
    const spec = specify('hand', { card: { row: 3 } as { readonly row: number } | null })
      .action('use')
      .given('held', (s) => s.card)
      .when((_s, { held }) => held.row > 5)
      .changes(() => ({ card: null }))
    expect(play(spec).why('use', {} as never)?.text).toBe(
      'use cannot be taken: its guard is false; it read held = {row: 3}',
    )
  })

  it('has nothing to say of a step that can be taken', () => {
    expect(play(lease()).why('acquire', { client: 'ann' })).toBeNull()
    expect(play(lease()).can('tick')).toBe(true)
  })

  it.each<[string, string, object | undefined, string]>([
    [
      'an action that there is not',
      'aquire',
      { client: 'ann' },
      'there is no action "aquire"; did you mean "acquire"?',
    ],
    ['an argument too few', 'acquire', undefined, 'the argument "client" is missing; it takes client'],
    ['an argument too many', 'tick', { of: 1 }, 'it has no parameter "of"; it takes none'],
    [
      'a value that there is not',
      'acquire',
      { client: 'eve' },
      'eve is no client that can be chosen here; these can: ann, bob',
    ],
  ])('is told %s', (_, action, args, message) => {
    const game = play(lease()) as unknown as ReturnType<typeof play>
    expect(thrownBy(() => game.do(action, args as never)).message).toContain(message)
    expect(game.can(action, args as never)).toBe(false)
    expect(game.trace.length).toBe(1)
  })

  it('refuses what is no call at all', () => {
    const game = play(lease()) as unknown as ReturnType<typeof play>
    for (const args of [null, 7, ['ann']]) {
      expect(() => game.do('tick', args as never)).toThrow(/^the arguments of "tick" are .*; expected an object/)
    }
    expect(() => game.can(undefined as never)).toThrow('an action is named by text; undefined was given')
  })

  it('throws where a step cannot be taken, at the line that took it, and stays where it was', () => {
    const game = play(lease()).do('acquire', { client: 'ann' })
    const error = thrownBy(() => game.do('acquire', { client: 'bob' }))
    expect(error).toBeInstanceOf(PlayError)
    expect(error.message).toMatch(/^acquire\(client: bob\) cannot be taken: its guard is false; .* \(after step 1\)$/)
    expect(error.stack?.split('\n')[1]).toContain('play.test.ts')
    expect(game.state.holder).toBe('ann')
  })

  it('keeps promises about states and steps, and goals that are reached', () => {
    const game = play(lease()).do('acquire', { client: 'bob' }).do('tick')
    game.expect('only the holder believes to hold it').expect('time never goes back').expect('held by bob')
    expect(() => game.expect('no deadlock')).not.toThrow()
  })

  it('throws the story of a promise that is broken', () => {
    const game = play(lease(true)).do('acquire', { client: 'ann' }).do('acquire', { client: 'bob' })
    const error = thrownBy(() => game.expect('only the holder believes to hold it'))
    expect(error).toBeInstanceOf(PlayError)
    expect(error.message).toContain('"only the holder believes to hold it" is broken for "ann" in 3 states')
    expect(error.message).toContain('acquire(client: bob)')
    expect(error.message).toContain('✗ ann')
    expect(error.message).toMatch(/reads +told\.ann +true/)
    expect(error.stack?.split('\n').find((line) => line.startsWith('    at '))).toContain('play.test.ts')
  })

  it('says what a goal that is not reached read', () => {
    const game = play(lease()).do('acquire', { client: 'ann' })
    expect(thrownBy(() => game.expect('held by bob')).message).toBe(
      '"held by bob" is not reached after step 1\n  held by bob: false; it read holder = ann',
    )
  })

  it('says that steps cannot show what happens for ever, and which promises there are', () => {
    const game = play(lease())
    expect(() => game.expect('held')).toThrow('"held" (eventually) is about all that happens for ever')
    expect(() => game.expect('hold' as never)).toThrow('"lease" has no promise "hold"; did you mean "held"?')
  })

  it('tells the steps as lines', () => {
    const text = play(lease()).do('acquire', { client: 'ann' }).text()
    expect(text).toContain('initial state')
    expect(text).toMatch(/1 +acquire\(client: ann\)/)
    expect(text).toContain('null → ann')
  })
})

describe('play of an action with a given value', () => {
  const hand = specify('hand', { cards: ['ace', 'king'] as readonly string[] })
    .action('play')
    .over('seat', [1, 2])
    .given('card', (s) => s.cards[0])
    .changes((s, { card }) => ({ cards: s.cards.filter((each) => each !== card) }))
    .alwaysStep('no king', (_before, step) => step.args.card !== 'king')

  it('takes the value from the state, and keeps it in the step', () => {
    const game = play(hand).do('play', { seat: 1 }).expect('no king').do('play', { seat: 2 })
    expect(() => game.expect('no king')).toThrow('"no king" is broken by the last step')
    expect(game.trace.steps.at(-1)?.params).toEqual({ seat: 2, card: 'king' })
    expect(game.why('play', { seat: 1 })).toMatchObject({
      kind: 'domain',
      parameter: 'card',
      text: 'play(seat: 1) cannot be taken: there is no card; it read cards = []',
    })
  })

  it('may be told the value, which has to be that of the state', () => {
    expect(play(hand).can('play', { seat: 1, card: 'ace' })).toBe(true)
    expect(play(hand).why('play', { seat: 1, card: 'king' })?.text).toContain('these can: ace')
  })
})

describe('the initial state of play', () => {
  const many = specify('many', { x: 0, lamp: each([1, 2], 'off' as 'off' | 'on') })
    .startingFrom([{ x: 1 }, { x: 2 }, { x: 2, lamp: at(2, 'on') }])
    .action('stay')
    .changes(() => ({}))

  it('is the first one, or the one that is asked for', () => {
    expect(play(many).state.x).toBe(1)
    expect(play(many, { startingFrom: 1 }).state.x).toBe(2)
    expect(play(many, { startingFrom: { x: 2 } }).state.lamp[2]).toBe('off')
    expect(play(many, { startingFrom: { lamp: at(2, 'on') } }).state).toEqual({ x: 2, lamp: { 1: 'off', 2: 'on' } })
  })

  it('has to be one of them', () => {
    expect(() => play(many, { startingFrom: { x: 7 } })).toThrow('there is no initial state with x: 7; there are 3')
    expect(() => play(many, { startingFrom: 3 })).toThrow('there is no initial state number 3, counted from 0')
    expect(() => play(many, { startingFrom: { y: 7 } as never })).toThrow('there is no variable "y"')
    expect(() => play(many, { startingFrom: null as never })).toThrow('startingFrom is null; expected the index')
  })
})

describe('play of a suite', () => {
  const counter = suite(
    'counter',
    ({ limit }: { readonly limit: number }) =>
      specify(`counter to ${limit}`, { n: 0 })
        .action('add')
        .when((s) => s.n < limit)
        .changes((s) => ({ n: s.n + 1 }))
        .always('small', (s) => s.n <= 2),
    { limit: 1 },
  ).scenario({ id: 'C2', title: 'to two', config: { limit: 2 }, expect: { small: holds } })

  it('is of its own configuration, of a scenario, or of another configuration', () => {
    expect(play(counter).do('add').can('add')).toBe(false)
    expect(play(counter, { scenario: 'C2' }).do('add').can('add')).toBe(true)
    expect(
      play(counter, { scenario: 'C2 to two', configuration: { limit: 3 } })
        .do('add')
        .do('add')
        .can('add'),
    ).toBe(true)
    expect(() =>
      play(counter, { configuration: { limit: 3 } })
        .do('add')
        .do('add')
        .do('add')
        .expect('small'),
    ).toThrow('"small" is broken in 4 states')
  })

  it('names the scenarios that there are', () => {
    expect(() => play(counter, { scenario: 'to tow' })).toThrow('suite "counter" has no scenario "to tow"')
  })

  it('is told of options that there are not', () => {
    expect(() => play(counter, { scenarios: 'to two' } as never)).toThrow(
      'play: there is no option "scenarios"; did you mean "scenario"?',
    )
    expect(() => play(counter, 'to two' as never)).toThrow('play: the options are a string; expected an object')
    expect(() => play(counter, null as never)).toThrow('play: the options are null; expected an object')
  })

  it('is told what is neither a suite nor a specification', () => {
    expect(() => play(7 as never)).toThrow(SpecError)
    expect(() => play(lease(), { scenario: 'x' } as never)).toThrow('a specification has no scenario')
  })
})

describe('a composed specification', () => {
  const whole = () =>
    compose(
      'office',
      {
        lease: lease(),
        clock: specify('clock', { hour: 0 })
          .startingFrom([{ hour: 0 }, { hour: 9 }])
          .action('strike')
          .changes((s) => ({ hour: s.hour + 1 })),
      },
      {
        together: { tick: { lease: 'tick', clock: 'strike' } },
        share: { holder: ['lease.holder'] },
      },
    ).always('office hours', (s) => s.clock.hour < 10 || s.holder === null)

  it('is played by the names that it has, and shows its state component by component', () => {
    const game = play(whole(), { startingFrom: { clock: { hour: 9 } } })
    expect(game.enabled().map(({ action }) => action)).toEqual(['lease.acquire', 'lease.acquire', 'tick'])
    game.do('lease.acquire', { client: 'bob' }).expect('lease.held by bob').expect('office hours').do('tick')
    expect(game.state).toEqual({
      holder: 'bob',
      lease: { holder: 'bob', told: { ann: false, bob: true }, ticks: 1 },
      clock: { hour: 10 },
    })
    expect(game.state.clock.hour).toBe(10)
    expect(Object.isFrozen(game.state.clock)).toBe(true)
    expect(() => game.expect('office hours')).toThrow('"office hours"')
    expect(game.text()).toContain('clock.hour: 9 → 10')
    expect(game.undo().why('lease.release', { client: 'ann' })?.text).toContain('lease.release')
  })

  it('tells of initial states that there are not', () => {
    expect(() => play(whole(), { startingFrom: { clock: { hour: 5 } } })).toThrow('there is no initial state with')
    expect(() => play(whole(), { startingFrom: { clock: { our: 5 } } as never })).toThrow(
      'there is no variable "clock.our"',
    )
  })
})
