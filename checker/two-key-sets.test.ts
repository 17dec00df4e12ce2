import { describe, expect, it } from 'vitest'
import { at, each, implies, type StateOf, specify } from '../spec/language/index.ts'
import { check } from './check.ts'

const nodes = ['a', 'b', 'c'] as const
const rounds = [1, 2] as const

const voted = () =>
  specify('voted', { term: each(nodes, 0), turn: 0 })
    .action('vote')
    .over('by', nodes)
    .over('in', rounds)
    .when((s, { by, in: term }) => s.term[by] < term)
    .changes((_s, { by, in: term }) => ({ term: at(by, term) }))

type Node = (typeof nodes)[number]
type ViewOf = StateOf<ReturnType<typeof voted>>

describe('a promise over two lists of keys', () => {
  it('names the pair for which it is broken', () => {
    const spec = voted().always('they agree', nodes, nodes, (s, i, j) => s.term[i] === 0 || s.term[j] === s.term[i])
    const [result] = check(spec.definition, { exhaust: true }).properties
    expect(result).toMatchObject({ verdict: 'violated', part: '(c, a)', trace: { length: 2 } })
  })

  it('can be of every kind that has keys', () => {
    const spec = voted()
      .fair('weak', 'vote', 'by')
      .always('a', nodes, rounds, (s, node, round) => s.term[node] <= round)
      .eventually('e', nodes, rounds, (s, node, round) => s.term[node] >= round)
      .infinitelyOften('i', nodes, rounds, (s, node, round) => s.term[node] >= round)
      .eventuallyAlways('ea', nodes, rounds, (s, node, round) => s.term[node] >= round)
      .canAlwaysReach('c', nodes, rounds, (s, node, round) => s.term[node] === round)
      .noWayBack('n', nodes, rounds, (s, node, round) => s.term[node] === round)
      .leadsTo(
        'l',
        nodes,
        nodes,
        (s, i) => s.term[i] === 2,
        (s, _i, j) => s.term[j] === 2,
      )
    const verdicts = check(spec.definition, { exhaust: true }).properties.map(({ name, verdict, part }) => [
      name,
      verdict,
      part,
    ])
    expect(verdicts).toEqual([
      ['a', 'violated', '(c, 1)'],
      ['e', 'holds', null],
      ['i', 'holds', null],
      ['ea', 'holds', null],
      ['c', 'violated', '(a, 1)'],
      ['n', 'violated', '(c, 1)'],
      ['l', 'holds', null],
    ])
  })

  it('knows the halves of an implication', () => {
    const spec = voted().always(
      'p',
      nodes,
      rounds,
      implies(
        (s: ViewOf, node: Node, round: number) => s.term[node] === round,
        (_s, _node, round) => round < 2,
      ),
    )
    expect(check(spec.definition, { exhaust: true }).properties[0]).toMatchObject({
      verdict: 'violated',
      part: '(c, 2)',
    })
  })

  it('takes time for each of many pairs where each is about a variable of its own', () => {
    const many = Array.from({ length: 60 }, (_, at) => at)
    const cellAt = (s: { readonly cell: unknown }, i: number, j: number): number => (s.cell as number[][])[i]?.[j] ?? 9
    const spec = specify('matrix', { cell: each(many, each(many, 0)), turn: 0 })
      .action('step')
      .when((s) => s.turn < 3)
      .changes((s) => ({ turn: s.turn + 1, cell: at(s.turn, at(s.turn, 1)) }))
      .always('small', many, many, (s, i, j) => cellAt(s, i, j) < 2)
      .always('symmetric', many, many, (s, i, j) => cellAt(s, i, j) === cellAt(s, j, i))
    const started = performance.now()
    const { properties, states, findings } = check(spec.definition, { exhaust: true })
    expect(properties.map(({ verdict }) => verdict)).toEqual(['holds', 'holds'])
    expect(states.distinct).toBe(4)
    const unaffected = findings.find(({ kind, subject }) => kind === 'unaffected' && subject === 'small')
    expect(unaffected?.parts).toHaveLength(60 ** 2 - 3)
    expect(unaffected?.text).toContain('(0, 2), (0, 3)')
    expect(unaffected?.text).toContain(`(0, 20) and ${60 ** 2 - 23} more, because nothing that it reads ever changes`)
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  it('takes time for each of many pairs, not for each pair of pairs', () => {
    const many = Array.from({ length: 100 }, (_, at) => at)
    const spec = specify('many', { turn: 0 })
      .action('step')
      .when((s) => s.turn < 3)
      .changes((s) => ({ turn: s.turn + 1 }))
      .always('never beyond', many, many, (s, i, j) => s.turn <= 3 + i + j)
      .leadsTo(
        'goes on',
        many,
        many,
        (s, i) => s.turn > i + 4,
        () => true,
      )
    const started = performance.now()
    const result = check(spec.definition, { exhaust: true })
    expect(result.properties.map(({ verdict }) => verdict)).toEqual(['holds', 'holds'])
    expect(result.findings.map(({ kind, parts }) => [kind, parts])).toContainEqual(['trigger-never-true', null])
    expect(performance.now() - started).toBeLessThan(4_000)
  })
})
