import { describe, expect, it } from 'vitest'
import { bag, type SpecDefinition, specify } from '../spec/language/index.ts'
import { storyDot } from './dot/dot.ts'
import { tell } from './explain.ts'
import { columnsOf, elide, fold, shorten } from './print/plain-text.ts'
import type { Story } from './story/story.ts'
import { play } from './testing/play.ts'
import { storyText } from './text/text.ts'

/** Far beyond what linear work takes on a slow machine; with the square of the length it takes hours. */
const enoughMs = 20_000

/** The story of one step from the first value to the second, which breaks the promise. */
function storyOf<T>(before: T, after: T): Story {
  const definition = specify('large', { value: before, isDone: false })
    .action('grow')
    .changes(() => ({ value: after, isDone: true }) as never)
    .always('small', (s) => !(s.isDone && s.value !== null)).definition as SpecDefinition
  return tell(definition, { property: 'small', kind: 'always', part: null, trace: play(definition, [['grow']]) })
}

const item = (n: number): { readonly id: number; readonly name: string } => ({ id: n, name: `item ${n}` })
const items = Array.from({ length: 100_000 }, (_each, n) => item(n))
const million = 1_000_000

describe.each<[string, unknown, unknown]>([
  ['a long word', '', 'x'.repeat(million)],
  ['a long word of other letters', '', 'é'.repeat(million)],
  ['many words', 'b c '.repeat(million / 4), 'a b '.repeat(million / 4)],
  ['a long list that grows', [], items],
  ['a long list that changes everywhere', items, items.map(({ id }) => item(id + 1))],
  ['a long bag', bag<unknown>(), bag(items)],
  ['an object with many fields', {}, Object.fromEntries(items.map(({ id, name }) => [`f${id}`, name]))],
])('%s', (_name, before, after) => {
  it('is told in time that grows with its length alone, on a page, and whole as data', {
    timeout: enoughMs * 2,
  }, () => {
    const startMs = performance.now()
    const story = storyOf(before, after)
    const text = storyText(story, { color: false, isFull: true })
    const dot = storyDot(story)
    expect(performance.now() - startMs).toBeLessThan(enoughMs)
    expect(text.split('\n').length).toBeLessThan(150)
    expect(text.length).toBeLessThan(15_000)
    expect(dot.length).toBeLessThan(40_000)
    expect(story.finalState.find(({ path }) => path === 'value')?.value.length).toBeGreaterThan(million - 1)
  })
})

describe('a value too long for a page', () => {
  it('is shown by its beginning, its length and its end', () => {
    expect(shorten(`beginning${'x'.repeat(1000)}end`, 40)).toBe('beginningxxx… (1,012 characters) …xxxend')
  })

  it('is shown by what differs, where two are compared', () => {
    const log = (offset: number): string =>
      `[${'{offset: 0}, '.repeat(200)}{offset: ${offset}}${', {offset: 0}'.repeat(200)}]`
    const text = storyText(storyOf(log(7), log(8)), { color: false })
    expect(text).toContain('{offset: 7}')
    expect(text).toContain('{offset: 8}')
    expect(text).toContain('(5,215 characters)')
  })

  it('is measured, folded and cut as a short one is, character by character', () => {
    const family = '👩‍👩‍👧‍👦'.repeat(1000)
    expect(columnsOf(family)).toBe(2000)
    expect(fold(family, 4)).toHaveLength(500)
    expect(elide(family, 5)).toBe('👩‍👩‍👧‍👦…👩‍👩‍👧‍👦'.replace(/👩‍👩‍👧‍👦$/u, ''))
  })
})
