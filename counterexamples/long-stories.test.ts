import { describe, expect, it } from 'vitest'
import { type SpecDefinition, specify } from '../spec/language/index.ts'
import { storyDot } from './dot/dot.ts'
import { tell } from './explain.ts'
import { storyMermaid } from './mermaid/mermaid.ts'
import type { Story } from './story/story.ts'
import { play, playLasso } from './testing/play.ts'
import { storyText } from './text/text.ts'

/** The value is put into the state by a step, and then is changed by one. */
function valueStory(value: (round: number) => unknown): Story {
  const definition = specify('large', { value: null as unknown, round: 0 })
    .action('put')
    .changes((s) => ({ value: value(s.round), round: s.round + 1 }) as never)
    .always('small', (s) => s.round < 2 || s.value === null).definition as SpecDefinition
  const trace = play(definition, [['put'], ['put']])
  return tell(definition, { property: 'small', kind: 'always', part: null, trace }, true)
}

const counting = (most: number): SpecDefinition =>
  specify('counter', { n: 0 as number, crashes: 0 as number })
    .action('inc')
    .changes((s) => ({ n: s.n + 1 }))
    .action('crash')
    .fault()
    .changes((s) => ({ crashes: s.crashes + 1 }))
    .action('again')
    .changes((s) => ({ n: Math.floor(most / 2), crashes: s.crashes }))
    .always('small', (s) => s.n < most)
    .eventually('end', (s) => s.n > most).definition as SpecDefinition

/** So many steps, with a fault in the middle. */
function stepsStory(most: number): Story {
  const definition = counting(most)
  const half = Array.from({ length: most / 2 }, () => ['inc'] as const)
  const trace = play(definition, [...half, ['crash'], ...half])
  return tell(definition, { property: 'small', kind: 'always', part: null, trace }, true)
}

/** The same, the second half over and over. */
function loopStory(most: number): Story {
  const definition = counting(most)
  const half = Array.from({ length: most / 2 }, () => ['inc'] as const)
  const trace = playLasso(definition, half, [...half, ['again']])
  return tell(definition, { property: 'end', kind: 'eventually', part: null, trace }, true)
}

const item = (n: number): object => ({ id: n, name: `item ${n}` })
const large: readonly (readonly [string, number, (size: number) => Story])[] = [
  ['a long text', 100_000, (size) => valueStory((round) => String(round).repeat(size))],
  [
    'a list of many objects',
    20_000,
    (size) => valueStory((round) => Array.from({ length: size }, (_, n) => item(n + round))),
  ],
  ['a story of many steps', 5_000, stepsStory],
  ['a loop of many steps', 5_000, loopStory],
]
const printers: readonly (readonly [string, (story: Story) => string])[] = [
  ['text', (story) => storyText(story, { color: false, isFull: true })],
  ['DOT', (story) => storyDot(story)],
  ['Mermaid', (story) => storyMermaid(story)],
]

/** The shortest of several runs: what else the machine does only makes them longer. */
function bestMs(run: () => unknown): number {
  const times = Array.from({ length: 3 }, () => {
    const startMs = performance.now()
    run()
    return performance.now() - startMs
  })
  return Math.min(...times)
}

/** Below this the clock and the machine say more than the work. */
const measurableMs = 40

describe.each(large)('%s', (_name, size, storyWith) => {
  it('takes less than two seconds to print, as many times more as it is longer, and a few pages', {
    timeout: 120_000,
  }, () => {
    const [quarter, whole] = [storyWith(size / 4), storyWith(size)]
    for (const [format, printed] of printers) {
      const [first, second] = [bestMs(() => printed(quarter)), bestMs(() => printed(whole))]
      expect(second, format).toBeLessThan(2_000)
      // Twice the length takes at most 2.5 times as long; with the square of the length it would take 16 times.
      expect(second, format).toBeLessThan(Math.max(measurableMs, first * 2.5 ** 2))
      expect(printed(whole).length, format).toBeLessThan(60_000)
      expect(printed(whole).length, format).toBeLessThan(printed(quarter).length * 1.1)
    }
  })
})

describe('the text of a long story', () => {
  it('tells its beginning, its end and the faults in between', () => {
    const text = storyText(stepsStory(600), { color: false })
    const told = Array.from(text.matchAll(/^ *(\d+) {2}\S/gm), ([, index]) => Number(index))
    expect(told).toEqual([
      ...Array.from({ length: 40 }, (_, index) => index),
      301,
      ...Array.from({ length: 80 }, (_, index) => 522 + index),
    ])
    expect(text).toContain('… 261 steps, 40 to 300, are not told (no fault among them) …')
    expect(text).toContain('… 220 steps, 302 to 521, are not told (no fault among them) …')
    expect(text).toMatch(/^ *301 {2}FAULT: crash$/m)
  })

  it('tells where its loop begins', () => {
    const text = storyText(loopStory(600), { color: false })
    expect(text).toMatch(/^ *… 261 steps, 40 to 300, are not told \(no fault among them\) …\n┌ *301 {2}inc$/m)
    expect(text).toMatch(/^└ .*\n/m)
    expect(text).toContain('│       … 220 steps, 302 to 521, are not told')
  })

  it('is told whole up to 120 steps', () => {
    expect(storyText(stepsStory(118), { color: false })).not.toContain('not told')
    expect(storyText(stepsStory(120), { color: false })).toContain('… 2 steps, 40 to 41, are not told')
  })
})
