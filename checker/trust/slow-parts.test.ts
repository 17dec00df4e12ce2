import { describe, expect, it } from 'vitest'
import { append, bag, each, insert, list, removeOne, specify } from '../../spec/language/index.ts'
import { definitionOf } from '../../spec/language/specify.ts'
import { check } from '../index.ts'

function slowIn(spec: Parameters<typeof definitionOf>[0], slowFrom = 300) {
  return check(definitionOf(spec), { exhaust: true }, { slowFrom }).slow
}

const messages = ['a', 'b', 'c', 'd', 'e'] as const

/** Every subset of the messages, in every order: 326 states. */
const net = () =>
  specify('net', { net: [] as readonly string[], got: 0 })
    .action('send')
    .over('message', messages)
    .when((s, { message }) => !s.net.includes(message))
    .changes((s, { message }) => ({ net: [...s.net, message] }))
    .deadlockFree(() => true)

describe('a list whose order nothing looks at', () => {
  it('is named, with how many states are others in another order', () => {
    const spec = net()
      .action('lose')
      .over('message', (s) => s.net)
      .changes((s, { message }) => ({ net: s.net.filter((each) => each !== message) }))
      .always('few', (s) => s.net.length <= 5)
    expect(slowIn(spec)).toEqual([
      {
        kind: 'order-unread',
        subject: 'net',
        text: expect.stringMatching(
          /^"net" is a list, and in none of [\d,]+ trials did anything depend on its order, while 294 of 326 states are others with the list in another order: .* set\(…\), changed by insert\(…\) and removeOne\(…\)$/,
        ),
        location: null,
        weight: 294,
      },
    ])
  })

  it('is named also where a parameter is a place in it', () => {
    const spec = net()
      .action('lose')
      .over('at', (s) => s.net.map((_, at) => at))
      .changes((s, { at }) => ({ net: s.net.filter((_, other) => other !== at) }))
    expect(slowIn(spec).map(({ kind }) => kind)).toEqual(['order-unread'])
  })

  it('is not named where an action takes the first', () => {
    const spec = net()
      .action('receive')
      .when((s) => s.net.length > 0 && s.got < 2)
      .changes((s) => ({ net: s.net.slice(1), got: s.got + 1 }))
    expect(slowIn(spec)).toEqual([])
  })

  it('is not named where a promise is about the order, even one that always holds', () => {
    const inOrder = specify('in order', { net: [] as readonly string[] })
      .action('send')
      .over('message', messages)
      .when((s, { message }) => !s.net.includes(message) && (message !== 'b' || s.net.includes('a')))
      .changes((s, { message }) => ({ net: [...s.net, message] }))
      .deadlockFree(() => true)
      .always('a before b', (s) => !s.net.includes('b') || s.net.indexOf('a') < s.net.indexOf('b'))
    expect(slowIn(inOrder, 50)).toEqual([])
  })

  it('is not named where only some orders come up', () => {
    const sorted = specify('sorted', { net: [] as readonly number[], other: each(['x', 'y'], false as boolean) })
      .action('send')
      .over('message', [1, 2, 3, 4, 5, 6])
      .when((s, { message }) => !s.net.includes(message))
      .changes((s, { message }) => ({ net: [...s.net, message].toSorted() }))
      .deadlockFree(() => true)
    expect(slowIn(sorted, 50)).toEqual([])
  })

  it('is not named where a function is not defined on other orders', () => {
    const spec = specify('headed', { net: ['a'] as readonly string[] })
      .action('send')
      .over('message', ['b', 'c', 'd', 'e', 'f'])
      .when((s, { message }) => {
        if (s.net[0] !== 'a') throw new Error('it begins with a')
        return !s.net.includes(message)
      })
      .changes((s, { message }) => ({ net: [...s.net, message] }))
      .deadlockFree(() => true)
    expect(slowIn(spec)).toEqual([])
  })

  it('is not named where it is a set or a bag, nor a position or a pair', () => {
    const mail = specify('mail', { mail: bag<string>() })
      .action('send')
      .over('message', messages)
      .when((s, { message }) => s.mail.filter((each) => each === message).length < 3)
      .changes((s, { message }) => ({ mail: insert(s.mail, message) }))
      .action('lose')
      .over('message', (s) => s.mail)
      .changes((s, { message }) => ({ mail: removeOne(s.mail, message) }))
    expect(slowIn(mail).filter(({ kind }) => kind === 'order-unread')).toEqual([])
    const turtle = specify('turtle', { at: [0, 0] as readonly [number, number] })
      .action('right')
      .when((s) => s.at[0] < 19)
      .changes((s) => ({ at: [s.at[0] + 1, s.at[1]] }))
      .action('up')
      .when((s) => s.at[1] < 19)
      .changes((s) => ({ at: [s.at[0], s.at[1] + 1] }))
      .deadlockFree(() => true)
    expect(slowIn(turtle)).toEqual([])
  })
})

describe('a variable that takes a value in each state', () => {
  it('is named with what reads it', () => {
    const spec = specify('clock', { time: 0, light: 'red' as 'red' | 'green' })
      .action('tick')
      .when((s) => s.time < 500)
      .changes((s) => ({ time: s.time + 1, light: s.time % 2 === 0 ? 'green' : 'red' }))
      .deadlockFree(() => true)
    expect(slowIn(spec)).toEqual([
      {
        kind: 'value-per-state',
        subject: 'time',
        text: expect.stringMatching(/^"time" took 501 values in 501 states, .*\(action "tick"\) .*: leave out a count/),
        location: null,
        weight: 501,
      },
    ])
  })

  it('is not named where it is the whole state, or where its values come again', () => {
    const alone = specify('alone', { time: 0 })
      .action('tick')
      .when((s) => s.time < 500)
      .changes((s) => ({ time: s.time + 1 }))
      .deadlockFree(() => true)
    expect(slowIn(alone)).toEqual([])
    const beside = specify('beside', { time: 0, lamps: each([1, 2, 3, 4, 5, 6], false as boolean) })
      .action('tick')
      .changes((s) => ({ time: (s.time + 1) % 10 }))
      .action('toggle')
      .over('lamp', [1, 2, 3, 4, 5, 6])
      .changes((s, { lamp }) => ({ lamps: { ...s.lamps, [lamp]: !s.lamps[lamp] } }))
    expect(slowIn(beside)).toEqual([])
  })
})

it('names the forms that divide a list, and says nothing of one that is divided', () => {
  const logOf = (log: readonly number[]) =>
    specify('log', { log, isOpen: true as boolean })
      .action('toggle')
      .changes((s) => ({ isOpen: !s.isOpen }))
      .action('append')
      .over('entry', [0, 1])
      .when((s) => s.log.length < 8)
      .changes((s, { entry }) => ({ log: append(s.log, entry) }))
      .always('begins with 0', (s) => s.log.length === 0 || s.log[0] === 0)
  const [whole, ...others] = slowIn(logOf([]))
  expect(others).toEqual([])
  expect(whole).toMatchObject({ kind: 'value-per-state', subject: 'log' })
  expect(whole?.text).toContain('"log" took 511 values in 1,022 states')
  expect(whole?.text).toContain('declare it as list(…)')
  expect(slowIn(logOf(list<number>()))).toEqual([])
})

it('says nothing of a small exploration', () => {
  const spec = net()
    .action('lose')
    .over('message', (s) => s.net)
    .changes((s, { message }) => ({ net: s.net.filter((each) => each !== message) }))
  expect(slowIn(spec, 326)).toHaveLength(1)
  expect(slowIn(spec, 327)).toEqual([])
})
