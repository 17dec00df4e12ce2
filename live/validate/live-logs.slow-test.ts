/** A real broker at random work under faults: what is seen of it is a behaviour of the specification. */
import { expect, it } from 'vitest'
import { workFolder } from '../machine/work-folder.ts'
import { Chance } from '../recording/chance.ts'
import { orSkip } from '../testing/skip.ts'
import { versionUnderTest } from '../testing/version.ts'
import { hold } from './hold.ts'
import { logSuiteNamed } from './log-suites.ts'

/** Drawn so that one fault strikes: this is no search for rare events, which `npm run live -- validate` is. */
it.for([
  ['rocketmq/store', 'SYNC_FLUSH', 'few faults'],
  ['rocketmq/transaction', 'ASYNC_FLUSH', 'few faults'],
] as const)('logs of %s, %s', async ([name, flushDiskType, seed], { skip }) => {
  await orSkip(skip, async () => {
    const suite = logSuiteNamed(name)
    const work = workFolder()
    try {
      const runs = [1, 2, 3, 4]
      const chance = new Chance(seed)
      const batch = { version: versionUnderTest, seed, sources: '', runs, folder: work.path, chance, flushDiskType }
      const held = (await suite.work(batch)).map((recording) => hold(suite, recording))
      expect(held).toHaveLength(runs.length)
      for (const { validation } of held) expect(validation.text).toMatch(/^accepted/)
      const seen = held.flatMap(({ recording }) => recording.seen as readonly { readonly seen: string }[])
      expect(seen.filter((each) => each.seen === 'kill' || each.seen === 'power cut').length).toBeGreaterThan(0)
      expect(seen.filter((each) => each.seen === 'log').length).toBeGreaterThan(0)
    } finally {
      work.remove()
    }
  })
})
