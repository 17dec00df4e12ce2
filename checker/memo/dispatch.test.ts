import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { UserCode } from '../model/user-code.ts'
import { Dispatch } from './dispatch.ts'
import { EnabledList } from './enabled-list.ts'
import { DISABLED } from './functions.ts'
import { Memo, type MemoFunction } from './memo.ts'

const SLOTS = 4

/** A decision function over the ids of a state: a result, or a slot to look at and what to do for its remainders. */
type Decision = number | { readonly slot: number; readonly children: readonly Decision[] }

const decision: fc.Arbitrary<Decision> = fc.letrec<{ decision: Decision }>((tie) => ({
  decision: fc.oneof(
    { maxDepth: 3, depthSize: 'large' },
    fc.nat(4),
    fc.record({ slot: fc.nat(SLOTS - 1), children: fc.array(tie('decision'), { minLength: 1, maxLength: 3 }) }),
  ),
})).decision

class Decided implements MemoFunction {
  readonly group: number
  readonly decision: Decision

  constructor(group: number, decision: Decision) {
    this.group = group
    this.decision = decision
  }

  name(): never {
    throw new Error('no mistake is expected')
  }

  compute(): never {
    throw new Error('it is run by `track`')
  }
}

function decide(decision: Decision, ids: Int32Array, reads: number[] = []): { leaf: number; reads: number[] } {
  if (typeof decision === 'number') return { leaf: ~decision, reads }
  if (!reads.includes(decision.slot)) reads.push(decision.slot)
  const remainder = (ids[decision.slot] as number) % decision.children.length
  return decide(decision.children[remainder] as Decision, ids, reads)
}

const plainRuns = {
  track(fn: Decided, ids: Int32Array) {
    const { leaf, reads } = decide(fn.decision, ids)
    return { run: { reads: Int32Array.from(reads), readCount: reads.length }, result: leaf }
  },
} as unknown as UserCode

describe('dispatch', () => {
  it('finds the enabled instances that asking each one finds, though groups give up their memo in between', () => {
    const id = fc.oneof(fc.nat(2), fc.nat(20))
    const ids = fc.array(id, { minLength: SLOTS, maxLength: SLOTS }).map((state) => Int32Array.from(state))
    fc.assert(
      fc.property(
        fc.array(fc.array(decision, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
        fc.array(ids, { minLength: 1, maxLength: 60, size: 'max' }),
        fc.array(fc.nat(8), { minLength: 1, maxLength: 200, size: 'max' }),
        fc.integer({ min: 1, max: 32 }),
        fc.nat(2),
        (actions, states, order, trialRuns, calmStates) => {
          const memo = new Memo(plainRuns, () => 0, { trialRuns })
          const decisions: Decision[] = []
          actions.forEach((instances, action) => {
            const group = memo.addGroup('action', `action ${action}`)
            for (const each of instances) {
              memo.add(new Decided(group, each))
              decisions.push(each)
            }
          })
          const dispatch = new Dispatch(memo, Int32Array.from(decisions.keys()), calmStates)
          const enabled = new EnabledList()
          let position = 0
          for (const advance of order) {
            // Old states and new ones take turns, so that lists are made, used and outdated.
            position = advance < 5 ? position : (position + advance) % states.length
            const state = states[position] as Int32Array
            for (const group of memo.groups) group.lookups += 1
            enabled.count = 0
            dispatch.collect(state, enabled)
            const found = Array.from({ length: enabled.count }, (_, at) => [enabled.instances[at], enabled.effects[at]])
            const expected = decisions
              .map((each, fn) => [fn, decide(each, state).leaf] as const)
              .filter(([, leaf]) => leaf < DISABLED)
              .map(([fn, leaf]) => [fn, ~leaf - 2])
            expect(found.sort(([a = 0], [b = 0]) => a - b)).toEqual(expected)
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it('runs an instance whose action gave up its memo a moment ago, on the same state', () => {
    const memo = new Memo(plainRuns, () => 0, { trialRuns: 4 })
    const first = memo.addGroup('action', 'the first to be run')
    const judged = memo.addGroup('action', 'judged')
    const alwaysWith = (slot: number, result: number): Decision => ({ slot, children: [result] })
    memo.add(new Decided(first, alwaysWith(3, 9)))
    memo.add(new Decided(judged, alwaysWith(1, 5)))
    memo.add(new Decided(judged, alwaysWith(1, 6)))
    memo.add(new Decided(judged, alwaysWith(2, ~DISABLED)))
    const dispatch = new Dispatch(memo, Int32Array.of(0, 1, 2, 3), 0)
    const enabledIn = (...ids: number[]): number[][] => {
      const enabled = new EnabledList()
      dispatch.collect(Int32Array.from(ids), enabled)
      return Array.from({ length: enabled.count }, (_, at) => [
        enabled.instances[at] as number,
        enabled.effects[at] as number,
      ]).sort()
    }
    const expected = [
      [0, 7],
      [1, 3],
      [2, 4],
    ]
    expect(enabledIn(0, 0, 0, 0)).toEqual(expected)
    expect(enabledIn(0, 0, 0, 0)).toEqual(expected)
    expect(memo.group(judged)).toMatchObject({ runs: 3, isMemoised: true })
    // Lists are made now. The new value of slot 1 takes the fourth run; then slot 2 is looked at for its list.
    expect(enabledIn(0, 1, 0, 0)).toEqual(expected)
    expect(memo.group(judged).isMemoised).toBe(false)
    expect(enabledIn(0, 1, 0, 0)).toEqual(expected)
  })
})
