/** Promises of the types about fault budgets. */
import { describe, it } from 'vitest'
import { holds, specify, suite, upTo } from './index.ts'

interface Configuration {
  readonly powerCut: number
  readonly crash: 0 | 1
  readonly flush: 'sync' | 'async'
}

const disk = (_config: Configuration) => specify('disk', { left: 0 }).always('no loss', (s) => s.left >= 0)
const disks = suite('test/disk', disk, { powerCut: 0, crash: 0, flush: 'sync' })
const plain = { title: 'a disk', expect: { 'no loss': holds } } as const

describe('fault budgets', () => {
  it('are numeric keys of the configuration, and frontiers belong to properties', () => {
    disks.scenario({
      ...plain,
      faults: { powerCut: upTo(1, 'power cut'), crash: upTo(1, 'crash') },
      frontier: { 'no loss': 'broken without any fault' },
    })
    // @ts-expect-error no key of the configuration
    disks.scenario({ ...plain, faults: { powrCut: upTo(1, 'power cut') } })
    // @ts-expect-error no number
    disks.scenario({ ...plain, faults: { flush: upTo(1, 'flush') } })
    // @ts-expect-error no range
    disks.scenario({ ...plain, faults: { powerCut: 1 } })
    // @ts-expect-error no property
    disks.scenario({ ...plain, faults: { powerCut: upTo(1, 'power cut') }, frontier: { 'no los': 'x' } })
    // @ts-expect-error words are missing
    upTo(1)
  })
})
