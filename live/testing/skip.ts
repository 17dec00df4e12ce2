/** For tests that this machine may not be able to run. */
import { whyNoBroker } from '../classpath/class-path.ts'
import { Missing } from '../machine/missing.ts'
import { versionUnderTest } from './version.ts'

/** Runs a test; where something is missing, leaves it out with the reason in one line. */
export async function orSkip(skip: (why: string) => void, test: () => Promise<void>): Promise<void> {
  try {
    const why = whyNoBroker(versionUnderTest)
    if (why !== null) throw new Missing(why)
    await test()
  } catch (error) {
    if (!(error instanceof Missing)) throw error
    process.stderr.write(`skipped: ${error.message}\n`)
    skip(error.message)
  }
}
