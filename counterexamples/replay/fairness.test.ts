import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type SpecDefinition, type State, specify } from '../../spec/language/index.ts'
import { type PlainPath, pathOf } from '../../spec/semantics/path.ts'
import { PlainWorld } from '../../spec/semantics/plain-world.ts'
import type { Call } from '../../spec/semantics/world.ts'
import { graphBlueprint, graphSpecificationOf } from '../../test/oracle/random/random-graph.ts'
import { unfairTo } from '../../test/oracle/real-lasso.ts'
import { playLasso } from '../testing/play.ts'
import { loopFairness } from './fairness.ts'

const accountsOf = (definition: SpecDefinition, stem: Parameters<typeof playLasso>[1], loop: typeof stem = []) => {
  const spec = new PlainWorld(definition)
  return loopFairness(spec, pathOf(spec, playLasso(definition, stem, loop)))
}

const told = (report: ReturnType<typeof accountsOf>): readonly string[] =>
  report.accounts.map(({ label, isFair, detail }) => `${isFair ? '+' : '-'} ${label}: ${detail}`)

const light = specify('light', { on: false, broken: false, pressed: 0 })
  .action('switch')
  .over('by', ['ann', 'bob'])
  .changes((s) => ({ on: !s.on }))
  .action('burn out')
  .fault()
  .when((s) => s.on && !s.broken)
  .changes(() => ({ broken: true }))
  .action('press')
  .over('finger', [1, 2])
  .when((s) => !s.on && s.pressed < 2)
  .changes((s, { finger }) => ({ pressed: Math.min(2, s.pressed + finger) }))
  .action('look')
  .changes(() => ({}))

describe('why a loop is fair', () => {
  it('is that a step is taken, or not enabled somewhere (weak) or anywhere (strong)', () => {
    const fair = light.fair('weak', 'switch').fair('weak', 'press').fair('strong', 'look').definition
    expect(
      told(
        accountsOf(
          fair,
          [],
          [
            ['switch', { by: 'ann' }],
            ['switch', { by: 'bob' }],
          ],
        ),
      ),
    ).toEqual([
      '+ weak fairness of switch: taken in step 1',
      '+ weak fairness of press: not enabled after step 1',
      // It changes nothing, and so is never enabled.
      '+ strong fairness of look: not enabled in any state of the loop',
    ])
  })

  it('is told for each value that is distinguished', () => {
    const fair = light.fair('weak', 'switch', 'by').fair('strong', 'press', 'finger').definition
    expect(
      told(
        accountsOf(
          fair,
          [],
          [
            ['switch', { by: 'ann' }],
            ['switch', { by: 'ann' }],
          ],
        ),
      ),
    ).toEqual([
      '+ weak fairness of switch(by: ann): taken in step 1',
      // A step counts for every instance that could have taken it.
      '+ weak fairness of switch(by: bob): counts as taken in step 1, which leads to the same state',
      '- strong fairness of press(finger: 1): enabled again and again, in the initial state, and never taken',
      '- strong fairness of press(finger: 2): enabled again and again, in the initial state, and never taken',
    ])
    const none = light.fair('weak', 'press', 'finger').definition
    expect(told(accountsOf(none, [['press', { finger: 2 }]]))).toEqual([
      '+ weak fairness of press, for each finger: not enabled after step 1',
    ])
  })

  it('is told also of a value for which nothing is enabled in the loop, because that may be why it is fair', () => {
    const takers = specify('takers', { blocked: false, taker: 'nobody' as 'nobody' | 'p' | 'q' })
      .action('block')
      .when((s) => !s.blocked)
      .changes(() => ({ blocked: true }))
      .action('take')
      .over('who', ['p', 'q'])
      .when((s, { who }) => s.taker === 'nobody' && !(s.blocked && who === 'q'))
      .changes((_s, { who }) => ({ taker: who }))
      .action('release')
      .when((s) => s.taker !== 'nobody')
      .changes(() => ({ taker: 'nobody' }))
      .fair('strong', 'take', 'who').definition
    const loop: [string, object][] = [
      ['take', { who: 'p' }],
      ['release', {}],
    ]
    expect(told(accountsOf(takers, [['block', {}]], loop as never))).toEqual([
      '+ strong fairness of take(who: p): taken in step 2',
      '+ strong fairness of take(who: q): not enabled in any state of the loop',
    ])
  })

  it('counts several actions as one', () => {
    const fair = light.fair('weak', ['burn out', 'press']).definition
    expect(told(accountsOf(fair, []))).toEqual(['- weak fairness of burn out or press: always enabled and never taken'])
    expect(told(accountsOf(fair, [['press', { finger: 2 }]]))).toEqual([
      '+ weak fairness of burn out or press: not enabled after step 1',
    ])
  })

  it('names actions that are enabled and of which no fairness is assumed, but no faults', () => {
    const fair = light.fair('weak', 'switch').definition
    expect(
      accountsOf(
        fair,
        [],
        [
          ['switch', { by: 'ann' }],
          ['switch', { by: 'bob' }],
        ],
      ).unobliged,
    ).toEqual([{ action: 'press', at: 0 }])
  })

  it('agrees with the plain meaning of fairness on random loops', () => {
    const found = { fair: 0, unfair: 0 }
    fc.assert(
      fc.property(graphBlueprint, fc.array(fc.nat(20), { minLength: 12, maxLength: 12 }), (plan, choices) => {
        const definition = graphSpecificationOf(plan)
        const spec = new PlainWorld(definition)
        const path = randomLasso(spec, choices)
        const semantics = new PlainWorld(definition)
        const loop = path.states.slice(path.loop ?? 0).map((state) => semantics.adopt(state))
        const unfair = unfairTo(definition, semantics, loop)
        const accounts = loopFairness(spec, path).accounts.filter(({ isFair }) => !isFair)
        expect(accounts).toHaveLength(unfair.length)
        if (unfair.length === 0) found.fair++
        else found.unfair++
      }),
      { seed: 5, numRuns: 300 },
    )
    expect(Math.min(found.fair, found.unfair)).toBeGreaterThan(10)
  })
})

/** Walks at random until a state comes round again, or to where nothing changes any more. */
function randomLasso(spec: PlainWorld, choices: readonly number[]): PlainPath {
  const [initial = {}] = [...spec.initialStates()]
  const states: State[] = [initial]
  const calls: Call[] = []
  for (const choice of choices) {
    const here = states.at(-1) ?? {}
    const ways = [...spec.successors(here)].filter(({ after }) => !spec.isSame(here, after))
    const way = ways[choice % Math.max(1, ways.length)]
    if (way === undefined) break
    const call = { action: way.action, args: way.args }
    const loop = states.findIndex((state) => spec.isSame(state, way.after))
    if (loop !== -1) return { states, calls, loop, back: call }
    states.push(way.after)
    calls.push(call)
  }
  return { states, calls, loop: states.length - 1, back: null }
}
