/** What the bounds and timing assumptions of the quick scenarios leave out, on larger graphs. */
import { describe, expect, it } from 'vitest'
import { check } from '../../checker/index.ts'
import { defaults, type TransactionConfiguration } from '../../spec/rocketmq/transaction/configuration.ts'
import { transactionSuite } from '../../spec/rocketmq/transaction/rows.ts'

const verdictsOf = (configuration: Partial<TransactionConfiguration>) => {
  const result = check(transactionSuite.build(configuration))
  return Object.fromEntries(result.properties.map(({ name, verdict }) => [name, verdict]))
}

describe('two checks instead of fifteen', () => {
  /** More than 400,000 states with three checks: rounds overtake decisions, op batches leave out marks, and each decision is taken. */
  const isTooLarge = ({ checkRounds, duplicateDecisionGuard, halfSend }: TransactionConfiguration): boolean =>
    checkRounds === 'may overtake a decision' && !duplicateDecisionGuard && halfSend.includes('SEND_OK')
  const withTwo = transactionSuite.scenarios.filter((scenario) => {
    const configuration = scenario.configuration as unknown as TransactionConfiguration
    return configuration.transactionCheckMax === defaults.transactionCheckMax && !isTooLarge(configuration)
  })

  it('are looked at in most rows', () => {
    expect(withTwo.length).toBeGreaterThan(transactionSuite.scenarios.length / 2)
  })

  it.each(withTwo.map((scenario) => [scenario.name, scenario] as const))(
    'give the verdicts that three give: %s',
    (_name, { configuration, expect: expected }) => {
      const verdicts = Object.fromEntries(Object.entries(expected).map(([name, { verdict }]) => [name, verdict]))
      expect(verdictsOf({ ...configuration, transactionCheckMax: 3 })).toEqual(verdicts)
    },
  )
})

describe('op mark durable implies final durable', () => {
  const powerCut = { flushDiskType: 'SYNC_FLUSH', powerCut: 1 } as const
  const processCrash = { processCrash: 1 } as const
  const opMarks = ['buffered', 'direct', 'atomic'] as const

  it.each(opMarks)('whenever checks come, however op marks are written: %s', (marks) => {
    for (const crash of [powerCut, processCrash]) {
      const verdicts = verdictsOf({ ...crash, transactionCheckMax: 1, opMarks: marks })
      expect(verdicts['op mark durable implies final durable']).toBe('holds')
      expect(verdicts['every fault of the budget strikes']).toBe('reachable')
    }
  })
})
