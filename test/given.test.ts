/** A given value, from the declaration to the story. */
import { describe, expect, it } from 'vitest'
import { check } from '../checker/check.ts'
import { tell } from '../counterexamples/explain.ts'
import { outlineOf } from '../runs/port/outline.ts'
import { SpecError, specify, suite, type Trace } from '../spec/language/index.ts'
import { PlainWorld } from '../spec/semantics/plain-world.ts'

interface Card {
  readonly row: number
}

const start = () =>
  specify('cards', { hand: null as Card | null, row: 0, pile: [{ row: 1 }, { row: 2 }] as readonly Card[] })

const cards = start()
  .action('draw')
  .given('top', (s) => s.pile[0])
  .when((s) => s.hand === null)
  .changes((s, { top }) => ({ hand: top, pile: s.pile.slice(1) }))
  .action('play')
  .given('card', (s) => s.hand)
  .over('by', [1, 2])
  .given('target', (_s, { card, by }) => (card.row >= by ? card.row - by : null))
  .by(({ card }) => `row ${card.row}`)
  .changes((_s, { target }) => ({ hand: null, row: target }))

const problemOf = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    if (error instanceof SpecError) return error.message
  }
  return 'no error'
}

describe('a given value', () => {
  it('enables the action where it is neither null nor undefined, and is handed to what follows', () => {
    const world = new PlainWorld(cards.definition)
    const [initial] = [...world.initialStates()]
    const first = [...world.successors(initial ?? {})]
    expect(first.map(({ action, args }) => [action, args])).toEqual([['draw', { top: { row: 1 } }]])
    const second = [...world.successors(first[0]?.after ?? {})]
    expect(second.map(({ action, args }) => [action, args])).toEqual([['play', { card: { row: 1 }, by: 1, target: 0 }]])
    const { states } = check(cards.definition, {})
    expect(states).toEqual({ distinct: 6, generated: 6, depth: 5 })
  })

  it('need not be named where a step is taken by hand, and must be right where it is', () => {
    const world = new PlainWorld(cards.definition)
    const [initial = {}] = [...world.initialStates()]
    expect(world.after(initial, { action: 'draw', args: {} })).toMatchObject({ hand: { row: 1 } })
    expect(world.after(initial, { action: 'draw', args: { top: { row: 1 } } })).toMatchObject({ hand: { row: 1 } })
    expect(world.after(initial, { action: 'draw', args: { top: { row: 2 } } })).toBe(null)
    expect(world.after(initial, { action: 'play', args: { by: 1 } })).toBe(null)
  })

  it('stands in the data of a trace and in the step of a promise, and is not printed in a story', () => {
    const { definition } = cards.alwaysStep(
      'no card of row 2 is played',
      (_before, step) => step.action !== 'play' || step.args.card.row !== 2,
    )
    const [property] = check(definition, {}).properties
    const trace = property?.trace
    expect(trace?.steps.at(-1)).toMatchObject({ action: 'play', params: { card: { row: 2 }, by: 1, target: 1 } })
    const told = tell(definition, {
      property: 'no card of row 2 is played',
      kind: 'always-step',
      part: null,
      trace: trace as Trace,
    })
    expect(told.steps.slice(1).map(({ sentence, args, actor }) => [sentence, args, actor])).toEqual([
      ['draw', '', null],
      ['play(by: 1)', 'by: 1', 'row 1'],
      ['draw', '', null],
      ['play(by: 1)', 'by: 1', 'row 2'],
    ])
    expect(told.why.map(({ label }) => label)).toEqual(['step 4, play(by: 1)'])
  })

  it('is shown for what it is', () => {
    const outline = outlineOf(
      suite(
        'cards',
        cards.always('true', () => true),
      ),
    )
    expect(outline.spec.actions[1]?.parameters).toEqual([
      { name: 'card', domain: null, isGiven: true },
      { name: 'by', domain: '[1, 2]', isGiven: false },
      { name: 'target', domain: null, isGiven: true },
    ])
  })

  it('that is never there is the reason why its action never fires, and one that nothing looks at is none of the findings', () => {
    const { definition } = start()
      .action('never')
      .given('card', (s) => (s.row > 5 ? s.hand : null))
      .changes(() => ({ row: 1 }))
      .action('turn')
      .given('top', (s) => s.pile[0])
      .changes((s) => ({ row: (s.row + 1) % 3, hand: s.hand }))
      .always('low', (s) => s.row < 3)
    const { findings } = check(definition, { exhaust: true })
    expect(findings.map(({ text }) => text)).toEqual([
      'action "never" never fires (its given value card is never there): mend it, add a scenario in which it can happen, or remove it',
      '"hand" never changes: make it a constant outside the state, or add the action that changes it',
      '"pile" never changes: make it a constant outside the state, or add the action that changes it',
    ])
  })

  it('is a plain value, from a function, under a name of its own', () => {
    const action = start().action('play') as never as {
      given(name: unknown, value: unknown): { given(name: string, value: unknown): unknown }
    }
    expect(problemOf(() => action.given('card', null))).toMatch(
      /the given value "card" of action "play" is not a function\. Write given\('card', \(state\) => …\)/,
    )
    expect(problemOf(() => action.given('', () => 1))).toMatch(/the name of a given value is empty/)
    expect(problemOf(() => action.given('card', () => 1).given('card', () => 1))).toMatch(
      /action "play" has two parameters named "card"/,
    )
    const wrong = start()
      .action('play')
      .given('card', () => new Map())
      .changes(() => ({ row: 1 }))
      .always('low', (s) => s.row < 3)
    expect(problemOf(() => check(wrong.definition, {}))).toMatch(/card/)
  })
})
