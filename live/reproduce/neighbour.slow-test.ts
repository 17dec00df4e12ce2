/** A broker that does what the specification of a neighbour forbids is found, though nothing that is allowed shows it. */
import { expect, it } from 'vitest'
import { whyNoBroker } from '../classpath/class-path.ts'
import { type Version, versions } from '../classpath/versions.ts'
import { Missing } from '../machine/missing.ts'
import type { AnyLiveSuite } from '../suites/live-suite.ts'
import { liveStore } from '../suites/store/store-suite.ts'
import { orSkip } from '../testing/skip.ts'
import { type Done, run } from './done.ts'
import { type Errand, errandsOf } from './errand.ts'
import { rowsNamed } from './row.ts'

/** Also of versions that are not expected to behave so. */
function onAnyVersion(live: AnyLiveSuite): AnyLiveSuite {
  return { ...live, predicted: () => ({ versions, because: null }) }
}

async function errandsBeside(row: string, version: Version): Promise<readonly Errand[]> {
  const why = whyNoBroker(version)
  if (why !== null) throw new Missing(why)
  const [found] = rowsNamed([onAnyVersion(liveStore)], row)
  if (found === undefined) throw new Error(`there is no row ${row}`)
  return await errandsOf(found, version, { seed: 1, walkSteps: 12 })
}

async function carriedOut(errand: Errand | undefined, number = 0): Promise<Done> {
  if (errand === undefined) throw new Error('there is no such errand')
  const done = await run(errand, number, {})
  if (done.outcome === 'skipped') throw new Missing(done.text)
  return done
}

const patience = 180_000

it(
  'shows the break of B06 where a broker that shows what is not flushed is to be one of B07',
  async ({ skip }) => {
    await orSkip(skip, async () => {
      const errands = await errandsBeside('B06', '5.2.0')
      const same = errands.find(({ kind, broken }) => kind === 'same steps' && broken[0]?.promise === 'no phantom read')
      const { outcome, text } = await carriedOut(same)
      expect(outcome, text).toBe('shows the break')
      expect(text).toMatch(
        /^shows the break: departs after step 1, send\(message: m1\), where dispatch was refused and tried: queue: expected \[\], observed \[m1\]; led along all steps of the row, it breaks the promise after step 5, restart broker$/,
      )
      const walk = await carriedOut(errands.find(({ kind }) => kind === 'random walk'))
      expect(walk.outcome, walk.text).toBe('departs')
      expect(walk.text).toMatch(/where dispatch was refused and tried: queue: expected/)
    })
  },
  patience,
)

it(
  'does not where the broker keeps it: one of 5.3.3 beside B02, with every step that is refused tried',
  async ({ skip }) => {
    await orSkip(skip, async () => {
      const errands = await errandsBeside('B02', '5.3.3')
      const same = errands.find(({ kind, broken }) => kind === 'same steps' && broken[0]?.promise === 'no phantom read')
      const { outcome, text } = await carriedOut(same)
      expect(outcome, text).toBe('follows')
      expect(text).toBe('follows: 3 steps, and 2 refused steps tried in vain')
    })
  },
  patience,
)
