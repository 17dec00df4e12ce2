/** Reducers as people write them, checked as they stand. */
import { castDraft, produce } from 'immer'
import { combineReducers } from 'redux'
import { describe, expect, it } from 'vitest'
import { fromReducer, type Spec, SpecError, specify } from '../spec/language/index.ts'
import { spread } from '../spec/language/lazy-view.ts'
import { requireContentEquality } from '../spec/source/require-content-equality.ts'
import { expectAgreement, runEngine } from './oracle/agreement.ts'

interface Item {
  readonly id: number
  readonly done: boolean
  readonly note?: string | undefined
}
interface Todos {
  readonly items: readonly Item[]
  readonly filter: 'all' | 'done'
  readonly next: number
}
type TodoEvent =
  | { readonly type: 'add' }
  | { readonly type: 'toggle'; readonly id: number }
  | { readonly type: 'drop'; readonly id: number }
  | { readonly type: 'show'; readonly filter: Todos['filter'] }
  | { readonly type: 'reset' }

const start: Todos = { items: [], filter: 'all', next: 1 }
const most = 3

const toggled = (items: readonly Item[], id: number): readonly Item[] =>
  items.map((item) => (item.id === id ? { ...item, done: !item.done } : item))

/** The same rules in the styles that there are. */
const styles: Readonly<Record<string, (state: Todos | undefined, event: TodoEvent) => Todos>> = {
  'a switch and spread': (state = start, event) => {
    switch (event.type) {
      case 'add':
        return state.next > most
          ? state
          : { ...state, items: [...state.items, { id: state.next, done: false }], next: state.next + 1 }
      case 'toggle':
        return { ...state, items: toggled(state.items, event.id) }
      case 'drop':
        return { ...state, items: state.items.filter(({ id }) => id !== event.id) }
      case 'show':
        return { ...state, filter: event.filter }
      case 'reset':
        return start
      default:
        return state
    }
  },
  'Object.assign and array methods': (state = start, event) => {
    const change = (changes: Partial<Todos>): Todos => Object.assign({}, state, changes)
    if (event.type === 'add' && state.next <= most)
      return change({ items: state.items.concat({ id: state.next, done: false }), next: state.next + 1 })
    if (event.type === 'toggle') return change({ items: toggled(state.items, event.id) })
    if (event.type === 'drop') return change({ items: state.items.slice().filter(({ id }) => id !== event.id) })
    if (event.type === 'show') return change({ filter: event.filter })
    return event.type === 'reset' ? Object.freeze({ ...start }) : state
  },
  'spread in a file that is loaded': (state = start, event) => {
    const change = (changes: Partial<Todos>): Todos => spread(state, () => changes) as Todos
    switch (event.type) {
      case 'add': {
        if (state.next > most) return state
        const added = change({ items: [...state.items, { id: state.next, done: false }] })
        return spread(added, () => ({ next: added.next + 1 })) as Todos
      }
      case 'toggle':
        return change({ items: toggled(state.items, event.id) })
      case 'drop':
        return change({ items: state.items.filter(({ id }) => id !== event.id) })
      case 'show':
        return change({ filter: event.filter })
      case 'reset':
        return change(start)
    }
  },
  immer: (state = start, event) =>
    produce(state, (draft) => {
      if (event.type === 'add' && draft.next <= most) {
        draft.items.push({ id: draft.next, done: false })
        draft.next++
      }
      if (event.type === 'toggle') for (const item of draft.items) if (item.id === event.id) item.done = !item.done
      if (event.type === 'drop') {
        const at = draft.items.findIndex(({ id }) => id === event.id)
        if (at >= 0) draft.items.splice(at, 1)
      }
      if (event.type === 'show') draft.filter = event.filter
      return event.type === 'reset' ? castDraft(start) : undefined
    }),
  combineReducers: (() => {
    const isKnown = (event: { readonly type: string }): boolean => event.type === 'reset'
    const rooted = combineReducers({
      list: (list: Pick<Todos, 'items' | 'next'> | undefined, event: TodoEvent) => {
        const { items, next } = list ?? start
        if (isKnown(event)) return { items: start.items, next: start.next }
        if (event.type === 'add' && next <= most)
          return { items: [...items, { id: next, done: false }], next: next + 1 }
        if (event.type === 'toggle') return { items: toggled(items, event.id), next }
        if (event.type === 'drop') return { items: items.filter(({ id }) => id !== event.id), next }
        return list ?? { items, next }
      },
      filter: (filter: Todos['filter'] = 'all', event: TodoEvent) =>
        event.type === 'show' ? event.filter : isKnown(event) ? 'all' : filter,
    })
    return (state = start, event) => {
      const { items, next, filter } = state
      const { list, filter: shown } = rooted({ list: { items, next }, filter }, event)
      return { items: list.items, next: list.next, filter: shown }
    }
  })(),
  'a copy that is changed': (state = start, event) => {
    const next: { items: Item[]; filter: Todos['filter']; next: number } = JSON.parse(JSON.stringify(state))
    if (event.type === 'add' && next.next <= most) next.items.push({ id: next.next++, done: false })
    if (event.type === 'toggle') next.items = [...toggled(next.items, event.id)]
    if (event.type === 'drop') next.items = next.items.filter(({ id }) => id !== event.id)
    if (event.type === 'show') next.filter = event.filter
    return event.type === 'reset' ? { ...start } : next
  },
  'keys that are undefined': (state = start, event) => {
    const next = (styles['a switch and spread'] as (state: Todos, event: TodoEvent) => Todos)(state, event)
    return { ...next, items: next.items.map((item) => ({ ...item, note: undefined })) }
  },
  structuredClone: (state = start, event) =>
    (styles['a switch and spread'] as (state: Todos, event: TodoEvent) => Todos)(structuredClone(state), event),
}

const ids = (s: { readonly items: readonly Item[] }): readonly number[] => s.items.map(({ id }) => id)

const promised = <S extends Spec>(spec: S): Spec =>
  (spec as unknown as ReturnType<typeof byHand>)
    .always('each id once', (s) => new Set(ids(s)).size === s.items.length)
    .always('never all done', (s) => s.items.length < 2 || s.items.some(({ done }) => !done))
    .alwaysStep(
      'dropping drops',
      (before, step, after) => step.action !== 'drop' || after.items.length < before.items.length,
    )
    .reachable('three are done', (s) => s.items.filter(({ done }) => done).length === 3)

/** The same rules as a specification. */
const byHand = () =>
  specify('todos', start)
    .action('add')
    .when((s) => s.next <= most)
    .changes((s) => ({ items: [...s.items, { id: s.next, done: false }], next: s.next + 1 }))
    .action('toggle')
    .over('id', ids)
    .changes((s, { id }) => ({ items: toggled(s.items, id) }))
    .action('drop')
    .over('id', ids)
    .changes((s, { id }) => ({ items: s.items.filter((item) => item.id !== id) }))
    .action('show')
    .over('filter', ['all', 'done'])
    .when((s, { filter }) => s.filter !== filter)
    .changes((_s, { filter }) => ({ filter }))
    .action('reset')
    .when((s) => s.items.length > 0 || s.filter !== 'all' || s.next > 1)
    .changes(() => start)

describe('a reducer written with', () => {
  const expected = runEngine(promised(byHand()).definition)

  it.each(Object.entries(styles))('%s gives the graph, verdicts and stories of the rules by hand', (_, reducer) => {
    const spec = fromReducer('todos', reducer, {
      initial: start,
      events: { add: {}, toggle: { id: ids }, drop: { id: ids }, show: { filter: ['all', 'done'] }, reset: {} },
    })
    const { definition } = promised(spec)
    const found = expectAgreement(definition)
    expect(found.states).toEqual(expected.states)
    expect(found.actions).toEqual(expected.actions)
    expect(found.properties).toEqual(expected.properties)
  })
})

describe('a reducer', () => {
  it('that goes back to its initial state is seen to, by identity and by content', () => {
    const initial = { n: 0, seen: [] as readonly number[] }
    const reducer = (state: typeof initial, event: { readonly type: 'add' | 'reset' }) =>
      event.type === 'reset' ? initial : state.n < 2 ? { n: state.n + 1, seen: [...state.seen, state.n] } : state
    const spec = fromReducer('resets', reducer, { initial, events: { add: {}, reset: {} } })
    expect(expectAgreement(spec.definition).states).toEqual({ distinct: 3, generated: 5, depth: 3 })
  })

  it('sees which event it is, whatever the field is called, and fields in the order in which they were given', () => {
    const seen = (state: readonly string[], event: { readonly kind: 'put'; readonly b: number; readonly a: string }) =>
      state.length > 0 ? state : [JSON.stringify(event), ...Object.keys(event), String(Object.isFrozen(event))]
    const spec = fromReducer('seen', seen, {
      initial: [],
      discriminator: 'kind',
      events: { put: { b: [1, 2], a: (state, { b }) => [`${state.length}${b}`] } },
    }).reachable('put', (s) => s.state.includes('{"kind":"put","b":2,"a":"02"}') && s.state[1] === 'kind')
    const { states, properties } = expectAgreement(spec.definition)
    expect([states.distinct, properties[0]?.verdict]).toEqual([3, 'reachable'])
  })

  it('may keep events, and its state of before, in its state', () => {
    type Entry = { readonly type: 'note'; readonly n: number }
    interface Log {
      readonly last: Entry | null
      readonly before: { readonly last: Entry | null } | null
    }
    const { definition } = fromReducer(
      'log',
      (state: Log, event: Entry): Log => (state.last ? state : { last: event, before: state }),
      {
        initial: { last: null, before: null },
        events: { note: { n: [1, 2] } },
      },
    )
    expect(expectAgreement(definition).states.distinct).toBe(3)
  })

  it('of a table is one variable', () => {
    const table = {
      idle: { start: 'running' },
      running: { pause: 'paused', stop: 'idle' },
      paused: { start: 'running', stop: 'idle' },
    } as const
    type At = keyof typeof table
    type Event = 'start' | 'pause' | 'stop'
    const machine = (at: At, event: { readonly type: Event }): At =>
      (table[at] as Partial<Record<Event, At>>)[event.type] ?? at
    const spec = fromReducer('player', machine, { initial: 'idle', events: { start: {}, pause: {}, stop: {} } })
      .reachable('pausing', (s) => s.state === 'paused')
      .always('never paused before it runs', (s) => s.state in table)
      .fair('weak', 'stop')
      .deadlockFree()
    const { states, actions, properties } = expectAgreement(spec.definition)
    expect(states).toEqual({ distinct: 3, generated: 6, depth: 3 })
    expect(actions.start).toEqual({ generated: 2, distinct: 1 })
    expect(properties.map(({ verdict }) => verdict)).toEqual(['reachable', 'holds', 'holds'])
  })

  it('whose keys come and go is kept whole', () => {
    interface Query {
      readonly status: 'idle' | 'failed'
      readonly error?: string | undefined
    }
    const reducer = (state: Query, event: { readonly type: 'fail' | 'retry' | 'clear' }): Query => {
      if (event.type === 'fail') return { ...state, status: 'failed', error: 'no answer' }
      if (event.type === 'clear') return { status: state.status }
      return { ...state, status: 'idle', error: undefined }
    }
    const spec = fromReducer('query', reducer, {
      initial: { status: 'idle', error: undefined },
      events: { fail: {}, retry: {}, clear: {} },
      variable: 'query',
    }).always('an error has failed', (s) => s.query.error === undefined || s.query.status === 'failed')
    const { states, properties } = expectAgreement(spec.definition)
    expect([states.distinct, properties[0]?.verdict]).toEqual([3, 'holds'])
  })

  it('is disabled where `when` says so, and may be a fault', () => {
    const reducer = (state: { readonly n: number }, event: { readonly type: 'add'; readonly by: number }) => ({
      n: state.n + event.by,
    })
    const spec = fromReducer('adder', reducer, {
      initial: { n: 0 },
      events: { add: { by: [1, 2] } },
      when: { add: (s, { by }) => s.n + by <= 3 },
      faults: ['add'],
    })
    expect(expectAgreement(spec.definition).states).toEqual({ distinct: 4, generated: 6, depth: 3 })
    expect(spec.definition.actions[0]?.isFault).toBe(true)
  })
})

const long = new Date(0)

/** The error of a reducer that does this to a state with `n`, `list` and `item`. */
function errorOf(reduce: (state: Mutable, event: { type: string; n: number }) => unknown, variable?: 'state'): string {
  const reducer = reduce as (state: Mutable, event: { type: 'go'; n: number }) => Mutable
  const spec = fromReducer('wrong', reducer, {
    initial: mutable(),
    events: { go: { n: [7] } },
    ...(variable && { variable }),
  } as never)
  try {
    runEngine(spec.definition)
  } catch (error) {
    if (error instanceof SpecError)
      return `${error.details.location
        ?.split('/')
        .at(-1)
        ?.replace(/:\d+:\d+$/, '')} ${error.message}`
    throw error
  }
  return 'no error'
}
interface Mutable {
  n: number
  list: number[]
  item: { id: number }
}
const mutable = (): Mutable => ({ n: 0, list: [2, 1], item: { id: 1 } })

describe('one error says what a reducer does wrong, in which event and where:', () => {
  it.each<[string, (state: Mutable, event: { type: string; n: number }) => unknown, string]>([
    [
      'it assigns to its state',
      (s) => {
        s.n++
        return s
      },
      'the reducer assigned to state.n in place. A reducer returns a changed copy',
    ],
    [
      'it assigns to its event',
      (s, e) => {
        e.n = 0
        return s
      },
      'the reducer assigned to event.n in place',
    ],
    [
      'it hides that',
      (s) => {
        try {
          s.n = 1
        } catch {}
        return { ...s }
      },
      'the reducer assigned to state.n in place',
    ],
    [
      'it adds a key in place',
      (s) => {
        ;(s as never as { x: 1 }).x = 1
        return s
      },
      'object is not extensible',
    ],
    [
      'it pushes to a list',
      (s) => {
        s.list.push(1)
        return { ...s }
      },
      'list[2] was changed in place',
    ],
    ['it sorts a list', (s) => ({ ...s, list: s.list.sort() }), 'list[0] was changed in place'],
    [
      'it assigns to a part',
      (s) => {
        s.item.id = 2
        return { ...s }
      },
      'item.id was changed in place',
    ],
    [
      'it returns nothing',
      () => undefined,
      'the reducer returned undefined. Where an event means nothing a reducer returns its state as it is',
    ],
    [
      'it returns a promise',
      async (s) => s,
      'the reducer returned a Promise. A reducer returns the next state at once',
    ],
    ['it returns a thunk', () => () => 1, 'the reducer returned a function'],
    ['it returns null', () => null, 'the reducer returned null, and its state is an object'],
    ['it returns a list', () => [1], 'the reducer returned an array, and its state is an object'],
    ['it returns an instance of a class', () => new (class Order {})(), 'the reducer returned an Order'],
    [
      'it adds a key',
      (s) => ({ ...s, error: 'x' }),
      `the reducer added the key "error" to its state. Keep the whole state in one variable, and keys may come and go: write variable: 'state'`,
    ],
    [
      'it drops a key',
      ({ n, list }) => ({ n, list }),
      'the reducer dropped the key "item" of its state. Keep the whole',
    ],
    [
      'it makes a key undefined',
      (s) => ({ ...s, item: undefined }),
      'the reducer made "item" of its state undefined. Keep the whole',
    ],
    ['it keeps a date', (s) => ({ ...s, item: long }), 'item is a Date'],
    ['it keeps a Map', (s) => ({ ...s, item: { by: new Map() } }), 'item.by is a Map'],
    ['it keeps an instance of a class', (s) => ({ ...s, item: new (class Money {})() }), 'item is a Money'],
    ['it keeps undefined in a list', (s) => ({ ...s, list: [undefined] }), 'list[0] is undefined'],
    ['it asks for the time', (s) => ({ ...s, n: Date.now() }), 'Date.now was used'],
    ['it makes a choice of its own', (s) => ({ ...s, n: Math.random() }), 'Math.random was used'],
    [
      'it throws',
      () => {
        throw new Error('oh')
      },
      'it threw Error: oh',
    ],
    [
      'it counts outside of its state',
      (() => {
        let calls = 0
        return (s: Mutable) => ({ ...s, n: ++calls })
      })(),
      'run twice on the same state it did two different things',
    ],
  ])('%s', (_, reduce, problem) => {
    const error = errorOf(reduce)
    expect(error).toContain(problem)
    expect(error).toMatch(/^reducers\.test\.ts spec "wrong", action "go"/)
  })

  it('its conditions and the values of its fields assign to the state', () => {
    interface Door {
      isClosed: boolean
    }
    const door = (_s: Door, event: { readonly type: 'go'; readonly n: number }): Door => ({ isClosed: event.n > 0 })
    const assign = (s: Door): boolean => {
      s.isClosed = false
      return s.isClosed
    }
    const hide = (s: Door): readonly number[] => {
      try {
        s.isClosed = false
      } catch {}
      return [1]
    }
    const initial = { isClosed: true }
    const condition = fromReducer('door', door, {
      initial,
      events: { go: { n: [1] } },
      when: { go: assign },
    })
    const field = fromReducer('door', door, { initial, events: { go: { n: hide } } })
    expect(() => runEngine(condition.definition)).toThrow('action "go" (n: 1)')
    expect(() => runEngine(condition.definition)).toThrow('the condition assigned to state.isClosed. It only reads')
    expect(() => runEngine(field.definition)).toThrow('the values of "n" assigned to state.isClosed. It only reads')
  })

  it('and also where its state is kept whole', () => {
    expect(
      errorOf((s) => {
        s.n++
        return s
      }, 'state'),
    ).toContain('state.n was changed in place')
    expect(
      errorOf((s) => {
        s.list.push(3)
        return s
      }, 'state'),
    ).toContain('state.list[2] was changed in place')
    expect(errorOf(() => undefined, 'state')).toContain('the reducer returned undefined')
  })
})

describe('what cannot be a specification of a reducer is refused with the place:', () => {
  const reducer = (state: { readonly n: number }, _event: { readonly type: 'go'; readonly n: number }) => state
  const initial = { n: 0 }
  const events = { go: { n: [1] } }
  it.each<[string, readonly unknown[], string]>([
    ['no reducer', [null, { initial, events }], 'the reducer is null'],
    ['nothing else', [reducer], 'it says neither how it begins nor which events happen'],
    ['no initial state', [reducer, { events }], 'the initial state is undefined'],
    ['no events', [reducer, { initial }], 'events is no object'],
    ['events as a list', [reducer, { initial, events: ['go'] }], 'events is no object'],
    ['values as fields', [reducer, { initial, events: { go: [1, 2] } }], 'the fields of event "go" are an array'],
    [
      'a value in the place of values',
      [reducer, { initial, events: { go: { n: 1 } } }],
      'the domain of parameter "n" of action "go"',
    ],
    [
      'the name of an event twice',
      [reducer, { initial, events: { go: { type: ['go'] } } }],
      'the fields of event "go" have a "type"',
    ],
    [
      'a condition for no event',
      [reducer, { initial, events, when: { gone: () => true } }],
      '"gone" is none of its events',
    ],
    [
      'a misspelt option',
      [reducer, { initial, events, discriminater: 'kind' }],
      '"discriminater" is no option of fromReducer; did you mean "discriminator"?',
    ],
    ['a condition that is none', [reducer, { initial, events, when: { go: 'x' } }], 'condition of event "go" is "x"'],
    ['conditions that are none', [reducer, { initial, events, when: () => true }], 'when is a function'],
    ['a fault that is no list', [reducer, { initial, events, faults: 'go' }], 'faults is "go"'],
    ['a variable without a name', [reducer, { initial, events, variable: 5 }], 'variable is 5'],
    ['a discriminator without a name', [reducer, { initial, events, discriminator: '' }], 'discriminator is empty'],
    ['a state without keys', [reducer, { initial: {}, events }], 'the initial state has no keys'],
    ['an undefined reducer', [undefined, { initial, events }], 'the reducer is undefined'],
    ['a fault that is no event', [reducer, { initial, events, faults: ['gone'] }], '"gone" is none of its events'],
    ['a key that is undefined', [reducer, { initial: { n: undefined }, events }], '"n" is undefined in the beginning'],
    [
      'a key that no variable may have',
      [reducer, { initial: { toString: 1 }, events }],
      '"toString" cannot be the name of a variable',
    ],
    [
      'a name that no action may have',
      [reducer, { initial, events: { constructor: {} } }],
      '"constructor" cannot be the name of an action',
    ],
  ])('%s', (_, args, problem) => {
    const declare = (): unknown => (fromReducer as (...args: readonly unknown[]) => unknown)('wrong', ...args)
    expect(declare).toThrow(SpecError)
    expect(declare).toThrow(problem)
    try {
      declare()
    } catch (error) {
      expect((error as SpecError).details.location).toMatch(/reducers\.test\.ts:\d+:\d+$/)
    }
  })

  it('a comparison with an object of its own, where it was not loaded from a file', () => {
    const reset = (state: { readonly n: number }, _event: { readonly type: 'go' }) =>
      state === initial ? state : initial
    const { definition } = fromReducer('resets', reset, { initial, events: { go: {} } })
    expect(() => requireContentEquality(definition)).toThrow('`state === initial` compares the identity of objects')
    const byDefault = (state = initial, _event: { readonly type: 'go' }) => (state === initial ? state : initial)
    expect(() =>
      requireContentEquality(fromReducer('resets', byDefault, { initial, events: { go: {} } }).definition),
    ).toThrow('`state === initial` compares the identity of objects')
    const light = (state: string, _event: { readonly type: 'go' }) => (state === red ? 'green' : red)
    const red = 'red'
    requireContentEquality(fromReducer('light', light, { initial: red, events: { go: {} } }).definition)
  })

  it('and also where the state is one variable', () => {
    const empty: readonly number[] = []
    const list = (state: readonly number[], _event: { readonly type: 'go' }): readonly number[] =>
      state === empty ? [5] : [1]
    const { definition } = fromReducer('list', list, { initial: empty, events: { go: {} } })
    expect(() => requireContentEquality(definition)).toThrow('`state === empty` compares the identity')
    const same = (state = initial, _event: { readonly type: 'go' }) => (state === initial ? { n: 5 } : { n: 1 })
    const whole = fromReducer('whole', same, { initial, events: { go: {} }, variable: 'v' })
    expect(() => requireContentEquality(whole.definition)).toThrow('`state === initial` compares the identity')
    const guarded = fromReducer('guarded', (state: typeof initial, _event: { readonly type: 'go' }) => state, {
      initial,
      events: { go: {} },
      variable: 'v',
      when: { go: (state) => state !== initial },
    })
    expect(() => requireContentEquality(guarded.definition)).toThrow('`state !== initial` compares the identity')
  })

  it('and an object that it puts into a list is known of', () => {
    const first = { id: 1 }
    const add = (state: { readonly seen: readonly { readonly id: number }[] }, _event: { readonly type: 'go' }) => {
      return { ...state, seen: [...state.seen, { id: 1 }] }
    }
    const { definition } = fromReducer('adds', add, { initial: { seen: [] }, events: { go: {} } }).always(
      'never the first',
      (s) => s.seen[0] !== first,
    )
    expect(() => requireContentEquality(definition)).toThrow('`s.seen[0] !== first` compares the identity')
  })
})
