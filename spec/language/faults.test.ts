import { describe, expect, it } from 'vitest'
import { holds } from './expectation.ts'
import { upTo } from './faults.ts'
import { specify } from './specify.ts'
import { suite } from './suite.ts'

interface Configuration {
  readonly powerCut: number
  readonly crash: number
  readonly flush: 'sync' | 'async'
}

const disk = ({ powerCut }: Configuration) =>
  specify('disk', { left: powerCut })
    .action('power cut')
    .when((s) => s.left > 0)
    .changes((s) => ({ left: s.left - 1 }))
    .always('no loss', (s) => s.left >= 0)

const disks = suite('test/disk', disk, { powerCut: 0, crash: 0, flush: 'sync' })
const plain = { title: 'a disk', expect: { 'no loss': holds } } as const

/** What JavaScript users may pass against the types. */
const wrong = <T>(value: unknown): T => value as T

describe('the faults of a scenario', () => {
  it('are data: keys, most, words, in the order of declaration', () => {
    const [scenario] = disks.scenario({
      ...plain,
      faults: { crash: upTo(2, 'process crash'), powerCut: upTo(1, 'loss of power', 'losses of power') },
      frontier: { 'no loss': 'holds without faults; broken by 1 process crash' },
    }).scenarios
    expect(scenario?.faults).toEqual({
      kinds: [
        { key: 'crash', most: 2, words: 'process crash', plural: 'process crashes' },
        { key: 'powerCut', most: 1, words: 'loss of power', plural: 'losses of power' },
      ],
      frontier: { 'no loss': 'holds without faults; broken by 1 process crash' },
    })
  })

  it('may be left out, and so may the frontier', () => {
    expect(disks.scenario(plain).scenarios[0]?.faults).toBeNull()
    const [scenario] = disks.scenario({ ...plain, faults: { crash: upTo(1, 'crash') } }).scenarios
    expect(scenario?.faults?.frontier).toEqual({})
  })

  it('expect a frontier whatever the line breaks in its sentence', () => {
    const [scenario] = disks.scenario({
      ...plain,
      faults: { crash: upTo(1, 'crash') },
      frontier: {
        'no loss': `holds without faults;
          broken by 1 crash`,
      },
    }).scenarios
    expect(scenario?.faults?.frontier).toEqual({ 'no loss': 'holds without faults; broken by 1 crash' })
  })

  it.each([
    ['power cut', 'power cuts'],
    ['process crash', 'process crashes'],
    ['lost oneway message', 'lost oneway messages'],
    ['message loss', 'message losses'],
    ['retry', 'retries'],
    ['delay', 'delays'],
    ['full box', 'full boxes'],
  ])('have a plural: %s, %s', (words, plural) => {
    expect(upTo(2, words)).toEqual({ most: 2, words, plural })
  })
})

describe('a mistake about faults says what, where, and how to mend it', () => {
  const many = Object.fromEntries(['a', 'b', 'c'].map((key) => [key, upTo(10, key)]))

  it.each<[string, unknown, unknown, string]>([
    [
      'an unknown key',
      { powrCut: upTo(1, 'cut') },
      undefined,
      'fault budget "powrCut" is no key of the configuration; did you mean "powerCut"?',
    ],
    [
      'a key that is no number',
      { flush: upTo(1, 'flush') },
      undefined,
      'fault budget "flush" is "sync" in the configuration. A fault budget is a whole number, 0 or more.',
    ],
    [
      'a negative number',
      { crash: upTo(-1, 'crash') },
      undefined,
      'fault budget "crash" goes up to -1. Expected a whole',
    ],
    ['a fraction', { crash: upTo(1.5, 'crash') }, undefined, 'fault budget "crash" goes up to 1.5. Expected a whole'],
    ['no number', { crash: upTo(Number.NaN, 'crash') }, undefined, 'fault budget "crash" goes up to NaN'],
    ['infinity', { crash: upTo(Number.POSITIVE_INFINITY, 'crash') }, undefined, 'goes up to Infinity'],
    ['a number in a string', { crash: upTo(wrong('2'), 'crash') }, undefined, 'goes up to "2"'],
    ['nothing to try', { crash: upTo(0, 'crash') }, undefined, 'leave the key out to keep what the configuration says'],
    ['a bare number', { crash: 2 }, undefined, `fault budget "crash" is given as 2. Write crash: upTo(2, 'power cut')`],
    ['null', { crash: null }, undefined, 'fault budget "crash" is given as null'],
    [
      'no words',
      { crash: upTo(2, ' ') },
      undefined,
      `the faults of budget "crash" are called " ". Say what one of them`,
    ],
    ['words that are none', { crash: upTo(2, wrong(7)) }, undefined, 'the faults of budget "crash" are called 7'],
    ['no key', {}, undefined, 'its faults name no fault budget'],
    ['a list', ['crash'], undefined, 'its faults are no object of fault budgets'],
    [
      'the same words twice',
      { crash: upTo(1, 'stop'), powerCut: upTo(1, 'stop') },
      undefined,
      'two of its fault budgets are called "stop"',
    ],
    ['a frontier without faults', undefined, { 'no loss': 'x' }, 'it expects a frontier and declares no faults'],
    [
      'a frontier of an unknown property',
      { crash: upTo(1, 'crash') },
      { 'no los': 'x' },
      'it expects a frontier of "no los", which is no property; did you mean "no loss"?',
    ],
    [
      'a frontier that is no sentence',
      { crash: upTo(1, 'crash') },
      { 'no loss': [{ crash: 1 }] },
      'it expects an array as the frontier of "no loss". Write the sentence as check --faults prints it',
    ],
  ])('%s', (_, faults, frontier, message) => {
    const declare = () =>
      disks.scenario({
        ...plain,
        ...(faults !== undefined && { faults: wrong<object>(faults) }),
        ...(frontier !== undefined && { frontier: wrong<object>(frontier) }),
      })
    expect(declare).toThrow(message)
    expect(declare).toThrow('spec "test/disk", scenario "a disk"')
  })

  it('more budgets than anybody will wait for', () => {
    const base = Object.fromEntries(Object.keys(many).map((key) => [key, 0])) as Record<'a' | 'b' | 'c', number>
    const wide = suite('wide', () => disk({ powerCut: 0, crash: 0, flush: 'sync' }), base)
    expect(() => wide.scenario({ ...plain, faults: many })).toThrow('its faults make 1,331 budgets. Try at most 1,000')
  })

  it('a budget that is negative or a fraction in the configuration', () => {
    for (const crash of [-1, 0.5]) {
      const declare = () => disks.scenario({ ...plain, config: { crash }, faults: { crash: upTo(1, 'crash') } })
      expect(declare).toThrow(`fault budget "crash" is ${crash} in the configuration`)
    }
  })

  it('a budget of a specification without a configuration', () => {
    const bare = suite('bare', disk({ powerCut: 0, crash: 0, flush: 'sync' }))
    const declare = () => bare.scenario({ ...plain, faults: wrong<object>({ crash: upTo(1, 'crash') }) })
    expect(declare).toThrow('fault budget "crash" is no key of the configuration')
  })
})
