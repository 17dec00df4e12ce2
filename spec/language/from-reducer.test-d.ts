import { combineReducers } from 'redux'
import { describe, expectTypeOf, it } from 'vitest'
import { fromReducer, holds, reachable, type StateOf, suite } from './index.ts'

interface Account {
  readonly balance: number
  readonly owner: 'ann' | 'ben'
}
type AccountEvent =
  | { type: 'deposit'; amount: number }
  | { type: 'rename'; to: 'ann' | 'ben'; note?: string }
  | { type: 'close' | 'open' }
  | { type: 'cart/add'; payload: { id: number } }

declare function account(state: Account | undefined, event: AccountEvent): Account
const initial: Account = { balance: 0, owner: 'ann' }

describe('events and their fields', () => {
  const spec = fromReducer('account', account, {
    initial,
    events: {
      deposit: { amount: (s) => [s.balance, 1] },
      rename: { to: ['ann', 'ben'], note: (s, { to }) => [`${s.owner} is ${to}`] },
      close: {},
      'cart/add': { payload: [{ id: 1 }] },
    },
    when: { close: (s) => s.balance === 0, deposit: (s, { amount }) => amount > s.balance },
    faults: ['close'],
  })

  it('become actions and parameters; keys of the state become variables', () => {
    expectTypeOf<StateOf<typeof spec>['balance']>().toEqualTypeOf<number>()
    spec
      .always('solvent', (s) => s.balance >= 0)
      .alwaysStep('grows', (before, step, after) =>
        step.action === 'deposit' ? after.balance === before.balance + step.args.amount : true,
      )
      .reachableStep('renamed', (_b, step) => step.action === 'rename' && step.args.to === 'ben')
      .fair('weak', 'deposit', 'amount')
    // @ts-expect-error an event that is left out is no action
    spec.fair('weak', 'open')
    // @ts-expect-error no such variable
    spec.always('p', (s) => s.balanc === 0)
  })

  it('are checked', () => {
    // @ts-expect-error no such event
    fromReducer('a', account, { initial, events: { deposits: { amount: [1] } } })
    // @ts-expect-error a field is missing
    fromReducer('a', account, { initial, events: { deposit: {} } })
    // @ts-expect-error a value of another type
    fromReducer('a', account, { initial, events: { deposit: { amount: ['1'] } } })
    // @ts-expect-error a misspelt literal
    fromReducer('a', account, { initial, events: { rename: { to: ['anne'] } } })
    // @ts-expect-error a domain that gives another type
    fromReducer('a', account, { initial, events: { deposit: { amount: (s) => [s.owner] } } })
    // @ts-expect-error no such field
    fromReducer('a', account, { initial, events: { deposit: { amount: [1], amounts: [1] } } })
    // @ts-expect-error the initial state is another
    fromReducer('a', account, { initial: { balance: 0 }, events: { close: {} } })
    // @ts-expect-error a condition for an event that does not happen
    fromReducer('a', account, { initial, events: { close: {} }, when: { deposit: () => true } })
    // @ts-expect-error another discriminator
    fromReducer('a', account, { initial, events: { close: {} }, discriminator: 'kind' })
  })

  it('may be told apart by any field', () => {
    const turn = (state: { readonly n: number }, event: { kind: 'add'; by: 1 | 2 } | { kind: 'clear' }) =>
      event.kind === 'add' ? { n: state.n + event.by } : { n: 0 }
    const counter = fromReducer('counter', turn, {
      initial: { n: 0 },
      discriminator: 'kind',
      events: { add: { by: [1, 2] }, clear: {} },
    })
    counter.always('small', (s) => s.n < 9).fair('weak', 'add', 'by')
    // @ts-expect-error a value of another type
    fromReducer('c', turn, { initial: { n: 0 }, discriminator: 'kind', events: { add: { by: [3] } } })
  })

  it('may have any name where the reducer takes any', () => {
    const slice = (state: Account | undefined, _event: { type: string; [field: string]: unknown }) => state ?? initial
    fromReducer('slice', slice, { initial, events: { 'account/deposit': { payload: [1, 2] }, close: {} } })
      .fair('weak', 'account/deposit')
      .always('solvent', (s) => s.balance >= 0)
  })
})

describe('a state', () => {
  it('of several reducers has a variable for each', () => {
    const root = combineReducers({ account: (state: Account | undefined, _e: AccountEvent) => state ?? initial })
    fromReducer('root', root, { initial: { account: initial }, events: { close: {} } }).always(
      'solvent',
      (s) => s.account.balance >= 0,
    )
    const nested = combineReducers({ root, count: (n: number | undefined, _e: { type: 'close' }) => (n ?? 0) + 1 })
    const nestedInitial = { root: { account: initial }, count: 0 }
    fromReducer('nested', nested, { initial: nestedInitial, events: { close: {} } }).always(
      'solvent',
      (s) => s.root.account.balance >= 0 && s.count < 9,
    )
  })

  it('that is no object is the variable "state"', () => {
    type Light = 'red' | 'green'
    const light = (state: Light, event: { type: 'turn' }): Light =>
      event.type === 'turn' && state === 'red' ? 'green' : 'red'
    const spec = fromReducer('light', light, { initial: 'red', events: { turn: {} } })
    expectTypeOf<StateOf<typeof spec>['state']>().toEqualTypeOf<Light>()
    const lists = (state: readonly number[], event: { type: 'add'; n: number }) => [...state, event.n]
    fromReducer('list', lists, { initial: [], events: { add: { n: (s) => [s.length] } } }).always('p', (s) =>
      s.state.every((n) => n < 9),
    )
  })

  interface Query {
    readonly status: 'idle' | 'failed'
    readonly error?: string
  }
  type Load = { readonly at: 'idle' } | { readonly at: 'loading'; readonly url: string }

  it('whose keys come and go is kept whole, and that has to be said', () => {
    const query = (state: Query, _event: { type: 'fail' }): Query => ({ ...state, status: 'failed', error: 'x' })
    // @ts-expect-error its keys come and go
    fromReducer('q', query, { initial: { status: 'idle' }, events: { fail: {} } })
    fromReducer('q', query, { initial: { status: 'idle' }, events: { fail: {} }, variable: 'query' }).always(
      'p',
      (s) => s.query.error === undefined || s.query.status === 'failed',
    )
    const load = (state: Load, _event: { type: 'go' }): Load =>
      state.at === 'idle' ? { at: 'loading', url: '/' } : state
    // @ts-expect-error its keys come and go
    fromReducer('l', load, { initial: { at: 'idle' }, events: { go: {} } })
    fromReducer('l', load, { initial: { at: 'idle' }, events: { go: {} }, variable: 'load' }).always(
      'p',
      (s) => s.load.at === 'idle' || s.load.url === '/',
    )
  })

  it('is what the reducer takes, where no type is written of what it returns', () => {
    interface Job {
      status: 'idle' | 'busy' | 'done'
      readonly tries: number
    }
    const job = (s: Job, e: { type: 'start' | 'end' }) =>
      e.type === 'start' ? { ...s, status: 'busy' as const } : { ...s, status: 'done' as const }
    const jobs = fromReducer('job', job, { initial: { status: 'idle', tries: 0 }, events: { start: {}, end: {} } })
    expectTypeOf<StateOf<typeof jobs>['status']>().toEqualTypeOf<Job['status']>()
    const byDefault = (s: Job | undefined = { status: 'idle', tries: 0 }, e: { type: 'start' | 'end' }) => job(s, e)
    fromReducer('job', byDefault, { initial: { status: 'idle', tries: 0 }, events: { start: {} } }).always(
      'p',
      (s) => s.status !== 'done',
    )
    const list = (s: readonly number[], e: { type: 'add'; n: number }): number[] => [...s, e.n]
    fromReducer('list', list, { initial: [] as readonly number[], events: { add: { n: [1] } } }).always(
      'few',
      (s) => s.state.length < 9,
    )
    const some = (s: { readonly a: number; readonly b?: string }, _e: { type: 'go' }) => ({ ...s, b: 'x' })
    fromReducer('some', some, { initial: { a: 0 }, events: { go: {} }, variable: 'all' }).always(
      'p',
      (s) => s.all.b !== 'y',
    )
    const light = (_s: 'red' | 'green', _e: { type: 'go' }) => 'green' as const
    fromReducer('light', light, { initial: 'red', events: { go: {} } }).always('p', (s) => s.state !== 'red')
    const loses = (s: Job, _e: { type: 'go' }) => ({ status: s.status })
    // @ts-expect-error what it returns is no such state
    fromReducer('loses', loses, { initial: { status: 'idle', tries: 0 }, events: { go: {} } })
  })

  it('goes into a suite', () => {
    const spec = fromReducer('account', account, { initial, events: { close: {} } })
      .always('solvent', (s) => s.balance >= 0)
      .reachable('rich', (s) => s.balance > 9)
    suite('bank/account', spec).scenario({ title: 'one', expect: { solvent: holds, rich: reachable() } })
  })
})
