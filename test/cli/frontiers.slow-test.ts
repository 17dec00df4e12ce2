import { describe, expect, it } from 'vitest'
import { ackproof } from './run-ackproof.ts'

describe("RocketMQ's frontiers", () => {
  it('are as its specifications expect', async () => {
    const { code, stdout } = await ackproof(['check', 'rocketmq/*', '--faults'])
    const [, scenarios, met] = /^(\d+) scenarios: (\d+) as expected; \d+ fault budgets/m.exec(stdout) ?? []
    expect(met).toBe(scenarios)
    expect(stdout.match(/✓ .+ {2}(holds|broken) /g)?.length).toBeGreaterThan(30)
    expect(stdout).toMatch(
      /✓ a committed local transaction gets its final message {2,}holds with any 1 lost oneway message \+ 1 producer stop; broken by 2 producer stops\n/,
    )
    // What nothing is expected of, and nothing breaks, is said in one breath.
    expect(stdout).toMatch(/· holds with up to .* \(all that was tried\):\n {10}\S.* {3}\S/)
    expect(code).toBe(0)
  })
})
