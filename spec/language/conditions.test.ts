import { describe, expect, it } from 'vitest'
import { at, each, type SpecDefinition, type StatePart, specify } from './index.ts'

const nodes = ['a', 'b', 'c'] as const
const rounds = [1, 2] as const

const voted = () =>
  specify('voted', { term: each(nodes, 0), turn: 0 })
    .action('vote')
    .over('by', nodes)
    .over('in', rounds)
    .when((s, { by, in: term }) => s.term[by] < term)
    .changes((_s, { by, in: term }) => ({ term: at(by, term) }))

const partsOf = ({ definition }: { readonly definition: SpecDefinition }): readonly StatePart[] =>
  definition.properties.flatMap((property) => (property.kind === 'always' ? property.parts : []))

describe('a promise over two lists of keys', () => {
  it('has a part for each pair, named by it, which gets both keys as they were declared', () => {
    const seen: unknown[] = []
    const spec = voted().always('pairs', nodes, rounds, (_s, node, round) => seen.push(node, round) > 0)
    const parts = partsOf(spec)
    expect(parts.map(({ label }) => label)).toEqual(['(a, 1)', '(a, 2)', '(b, 1)', '(b, 2)', '(c, 1)', '(c, 2)'])
    for (const part of parts) part.holds({})
    expect(seen).toEqual(['a', 1, 'a', 2, 'b', 1, 'b', 2, 'c', 1, 'c', 2])
  })

  it('has names that differ, whatever the keys are made of', () => {
    const odd = ['a', 'a, b', 'b', '', ' b', '"a"', '(a, b)', '1', 'a\\"']
    const labels = partsOf(voted().always('pairs', odd, odd, () => true)).map(({ label }) => label)
    expect(new Set(labels).size).toBe(odd.length ** 2)
    expect(labels).toContain('("a, b", b)')
  })

  it('refuses keys of either list that cannot be', () => {
    const wrong = (): unknown => voted().always('p', nodes, ['x', 'x'], () => true)
    expect(wrong).toThrow('property "p" has the key "x" twice')
    const missing = (): unknown => voted().leadsTo('p', nodes, nodes, () => true, undefined as never)
    expect(missing).toThrow('property "p" needs two conditions')
  })
})
