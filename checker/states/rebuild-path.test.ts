import { describe, expect, it } from 'vitest'
import { type SpecDefinition, specify } from '../../spec/language/index.ts'
import { corners, runEngine } from '../../test/oracle/agreement.ts'

/** The story of each property, one line a step, for any tuning. */
function storiesOf(definition: SpecDefinition): (string[] | undefined)[] {
  const [first, ...others] = [{}, ...Object.values(corners)].map((tuning) =>
    runEngine(definition, {}, tuning).properties.map(({ trace }) =>
      trace?.steps.map(({ action, params, state }) =>
        `${action ?? 'start'} ${JSON.stringify(params)} ${JSON.stringify(state)}`.replaceAll('"', ''),
      ),
    ),
  )
  for (const other of others) expect(other).toEqual(first)
  return first ?? []
}

describe('of several shortest stories the one is told', () => {
  it('whose states come first, from the end back', () => {
    const spec = specify('ways', { place: 'start', via: 0 })
      .action('spread')
      .over('way', [12, 3, 40, 7])
      .when((s) => s.place === 'start')
      .changes((_, { way }) => ({ place: 'middle', via: way }))
      .action('gather')
      .when((s) => s.place === 'middle')
      .changes(() => ({ place: 'end', via: 0 }))
      .always('never there', (s) => s.place !== 'end')
    expect(storiesOf(spec.definition)).toEqual([
      ['start {} {place:start,via:0}', 'spread {way:3} {place:middle,via:3}', 'gather {} {place:end,via:0}'],
    ])
  })

  it('whose action is declared first, and then the one with the least arguments', () => {
    const spec = specify('instances', { n: 0 })
      .action('jump')
      .over('from', ['b', 'a', 'c'])
      .over('to', (_, { from }) => (from === 'a' ? [30, 4, 20] : [1]))
      .when((s) => s.n === 0)
      .changes(() => ({ n: 1 }))
      .action('hop')
      .when((s) => s.n === 0)
      .changes(() => ({ n: 1 }))
      .reachable('one', (s) => s.n === 1)
      .reachableStep('to one', (_before, _step, after) => after.n === 1)
      .noWayBack('zero', (s) => s.n === 0)
      .eventually('zero again', (s) => s.n > 1)
      .fair('weak', ['jump', 'hop'])
    expect(storiesOf(spec.definition)).toEqual(new Array(4).fill(['start {} {n:0}', 'jump {from:a,to:4} {n:1}']))
  })

  it('with the least instance on the way round, too', () => {
    const spec = specify('round', { n: 0 })
      .action('turn')
      .over('by', [9, 2, 5])
      .changes((s) => ({ n: (s.n + 1) % 3 }))
      .infinitelyOften('never', () => false)
      .fair('weak', 'turn')
    const [property] = runEngine(spec.definition).properties
    const turn = { action: 'turn', params: { by: 2 } }
    expect(property?.trace).toMatchObject({ loop: 0, back: turn, steps: [{ action: null }, turn, turn] })
  })

  it('of the first broken step of several, and of the least state that breaks', () => {
    const spec = specify('breaks', { list: [] as readonly number[] })
      .action('append')
      .over('item', [5, 1, 3])
      .when((s) => s.list.length < 2)
      .changes((s, { item }) => ({ list: [...s.list, item] }))
      .always('no twins', (s) => s.list.length < 2 || s.list[0] !== s.list[1])
      .alwaysStep('nothing after three', (before) => before.list[0] !== 3)
      .reachableStep('a five at last', (before, { args }) => before.list.length === 1 && args.item === 5)
    expect(storiesOf(spec.definition).map((story) => story?.at(-1))).toEqual([
      'append {item:1} {list:[1,1]}',
      'append {item:1} {list:[3,1]}',
      'append {item:5} {list:[1,5]}',
    ])
  })
})
