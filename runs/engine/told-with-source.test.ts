import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { check } from '../../checker/index.ts'
import { each, insert, set, specify } from '../../spec/language/index.ts'
import { definitionOf } from '../../spec/language/specify.ts'
import { type ReadSource, toldWithSource } from './told-with-source.ts'

type Message = { readonly kind: 'data' | 'ack'; readonly number: number; readonly to?: string }

const numbers = [0, 1, 2, 3, 4]
const own = readFileSync(import.meta.filename, 'utf8')
const read: ReadSource = (path) => (path === import.meta.filename ? { text: own, name: 'this file' } : null)

/** 2 ** 10 states, each with another pool. */
const sending = () =>
  specify('sending', { mail: set<Message>() })
    .action('send data')
    .over('number', numbers)
    .changes((s, { number }) => ({ mail: insert(s.mail, { kind: 'data', number }) }))
    .action('send ack')
    .over('number', numbers)
    .changes((s, { number }) => ({ mail: insert(s.mail, { kind: 'ack', number }) }))
    .deadlockFree(() => true)

const isAck = (message: Message) => message.kind === 'ack'

function spotsOf(spec: Parameters<typeof definitionOf>[0]) {
  return toldWithSource(resultOf(spec), read).slow
}

function resultOf(spec: Parameters<typeof definitionOf>[0], slowFrom = 1000) {
  return check(definitionOf(spec), { exhaust: true }, { slowFrom })
}

/** The line of the first place where this stands. */
function lineOf(text: string): number {
  return own.slice(0, own.indexOf(text)).split('\n').length
}

describe('a place that looks at all of a set', () => {
  it('is named with the pattern to write, and with the function that ran for it', () => {
    const spots = spotsOf(sending().always('few acks', (s) => s.mail.filter(isAck).length <= 7))
    const line = lineOf('length <= 7')
    expect(spots).toEqual([
      {
        kind: 'read-whole',
        subject: 's.mail.filter(isAck)',
        text: expect.stringMatching(
          /^`s\.mail\.filter\(isAck\)` \(this file:\d+:\d+\) looks at all of "mail", so that property "few acks" ran 1,024 times: write `where\(s\.mail, \{ kind: 'ack' \}\)`$/,
        ),
        location: expect.stringContaining(`${import.meta.filename}:${line}:`),
        weight: 1024,
      },
    ])
  })

  it('is not named where the function needs all of it anyway', () => {
    const spec = sending().always('few', (s) => s.mail.some((m) => m.kind === 'data') || s.mail.length < 99)
    expect(spotsOf(spec)).toEqual([])
  })

  it('is not named where a pattern would leave out nothing', () => {
    const spec = sending().always('all small', (s) => s.mail.filter((m) => m.to === undefined).length < 99)
    expect(spotsOf(spec)).toEqual([])
    const acks = specify('acks', { mail: set<Message>(), rest: each([1, 2, 3, 4], false as boolean) })
      .action('send')
      .over('number', [...numbers, 5, 6, 7])
      .changes((s, { number }) => ({ mail: insert(s.mail, { kind: 'ack', number }) }))
      .action('turn')
      .over('at', [1, 2, 3, 4])
      .changes((s, { at }) => ({ rest: { ...s.rest, [at]: !s.rest[at] } }))
      .always('only acks', (s) => s.mail.every((m) => m.kind !== 'ack' || m.number < 10))
    expect(spotsOf(acks)).toEqual([])
  })

  it('is named only where the elements that were there are objects with the field as their own', () => {
    const holding = (elements: readonly string[]) =>
      specify('holding', { pool: set<string>(), at: 1 as number })
        .action('insert')
        .over('element', elements)
        .changes((s, { element }) => ({ pool: insert(s.pool, element) }))
        .always('by size', (s) => s.pool.filter((each) => each.length === 1).length < 99)
        .always('by size of the state', (s) => s.pool.filter((each) => each.length === s.at).length < 99)
        .always('of the class', (s) => s.pool.filter((each) => each.constructor === Object).length < 99)
        .deadlockFree(() => true)
    const named = (elements: readonly unknown[]) =>
      toldWithSource(resultOf(holding(elements as readonly string[]), 250), read).slow.map(({ subject }) => subject)
    const eight = [0, 1, 2, 3, 4, 5, 6, 7]
    const sized = ['s.pool.filter((each) => each.length === 1)', 's.pool.filter((each) => each.length === s.at)']
    expect(named(eight.map((n) => (n % 2 === 0 ? [n] : [n, n])))).toEqual([])
    expect(named(eight.map((n) => (n % 2 === 0 ? `${n}` : `${n}.`)))).toEqual([])
    expect(named(eight.map((n) => (n === 0 ? 'a' : { length: n % 4, n })))).toEqual([])
    expect(named(eight.map((n) => (n === 0 ? { n } : { length: n % 4, n })))).toEqual(sized.slice(0, 1))
    expect(named(eight.map((n) => ({ length: n % 4, n })))).toEqual(sized)
  })

  it('is not named where what else is looked at differs in nearly every state', () => {
    const spec = specify('counting', { mail: set<Message>(), count: 0 })
      .action('send')
      .when((s) => s.count < 1200)
      .changes((s) => ({
        count: s.count + 1,
        mail: insert(s.mail, { kind: s.count % 2 === 0 ? 'data' : 'ack', number: s.count % 5 }),
      }))
      .always('as many', (s) => s.mail.filter(isAck).length <= s.count)
    expect(spotsOf(spec).filter(({ kind }) => kind === 'read-whole')).toEqual([])
  })

  it('is not named in a small exploration', () => {
    const spec = sending().always('acks', (s) => s.mail.filter(isAck).length < 7)
    expect(resultOf(spec, 1024).wholeReads).toHaveLength(1)
    expect(resultOf(spec, 1025)).toMatchObject({ slow: [], wholeReads: [] })
  })

  it('is not named where its source cannot be read', () => {
    const result = resultOf(sending().always('acks', (s) => s.mail.filter(isAck).length <= 8))
    expect(result.wholeReads).toHaveLength(1)
    expect(toldWithSource(result, () => null)).toMatchObject({ slow: [], wholeReads: [] })
    expect(toldWithSource(result, () => ({ text: 'const = 3', name: 'other' }))).toMatchObject({ slow: [] })
  })
})
