import { describe, expect, it } from 'vitest'
import type { AnyLiveSuite } from '../suites/live-suite.ts'
import { type QuickOptions, QuickRun, quickExitCode } from './quick.ts'
import { rowsOf } from './row.ts'
import { journalOn } from './testing/journal.ts'

async function quick(live: AnyLiveSuite, options: Partial<QuickOptions> = {}) {
  const run = new QuickRun(() => {})
  const changed = new Set(['tests/journal'])
  const usual = { version: '5.3.3', changed, seed: 1, walkSteps: 6, seconds: 60, waitMs: 1_000 } as const
  await run.run(rowsOf([live]), { ...usual, ...options })
  return run
}

const orderOf = ({ done }: QuickRun) =>
  done.map(({ errand: { kind, on, broken } }) => [kind, on.scenario.id, broken.length].join())

describe('the quick run', () => {
  it('begins with the headlines of what has changed, and goes on in an order of the seed', async () => {
    const orders = await Promise.all([1, 1, 2, 3].map(async (seed) => orderOf(await quick(journalOn(), { seed }))))
    for (const order of orders) {
      expect(order[0]).toBe('counterexample,J01,1')
      expect(order).toHaveLength(8)
    }
    expect(orders[1]).toEqual(orders[0])
    expect(new Set(orders.map(String)).size).toBeGreaterThan(1)
  })

  it('puts no headline first where nothing has changed', async () => {
    const firsts = await Promise.all(
      [1, 2, 3, 4].map(async (seed) => orderOf(await quick(journalOn(), { seed, changed: new Set() }))[0]),
    )
    expect(new Set(firsts).size).toBeGreaterThan(1)
  })

  it('begins no run when its time is over, and counts what it left', async () => {
    const run = await quick(journalOn(), { seconds: 0 })
    expect([run.done.length, new Map([...run.left].sort())]).toEqual([
      0,
      new Map(['J01', 'J02', 'J03'].map((row) => [row, 1])),
    ])
  })
})

describe('it fails', () => {
  it('where a broker departs', async () => {
    const live = journalOn({ mistake: 'answers without a wait' })
    expect(quickExitCode((await quick(live)).done)).toBe(1)
    expect(quickExitCode((await quick(journalOn())).done)).toBe(0)
  })

  it('where more than one run in five is inconclusive, and not for what this machine cannot do', async () => {
    const { done } = await quick(journalOn())
    const [one] = done
    if (one === undefined) throw new Error('there is one')
    const runs = (follows: number, inconclusive: number, skipped = 0) => [
      ...Array.from({ length: follows }, () => one),
      ...Array.from({ length: inconclusive }, () => ({ ...one, outcome: 'inconclusive' as const })),
      ...Array.from({ length: skipped }, () => ({ ...one, outcome: 'skipped' as const })),
    ]
    expect(quickExitCode(runs(4, 1))).toBe(0)
    expect(quickExitCode(runs(3, 1))).toBe(1)
    expect(quickExitCode(runs(3, 1, 40))).toBe(1)
    expect(quickExitCode(runs(0, 0, 3))).toBe(0)
    expect(quickExitCode([])).toBe(0)
  })
})
