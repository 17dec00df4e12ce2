/** Waiting for what a real broker does in its own time. */
import { performance } from 'node:perf_hooks'
import { WaitRanOut } from '../../runs/conform/wait.ts'

/** Nothing is known: what was waited for may come later, or never. Not a departure from the specification. */
export { WaitRanOut }

export interface Patience {
  /** Milliseconds; 30,000 by default. */
  readonly patience?: number
  /** Milliseconds between two looks; 20 by default. */
  readonly every?: number
}

export async function sleep(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
}

/**
 * Looks again and again until there is something other than null, undefined and false, and gives that. What `look` throws goes
 * through: it decides itself which errors mean "not yet". Throws `WaitRanOut`.
 */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  { patience = 30_000, every = 20 }: Patience = {},
): Promise<Exclude<T, null | undefined | false>> {
  const end = performance.now() + patience
  for (;;) {
    const found = await look()
    if (found !== null && found !== undefined && found !== false) return found as Exclude<T, null | undefined | false>
    if (performance.now() > end) throw new WaitRanOut(`${what}: not within ${patience / 1_000} s`)
    await sleep(every)
  }
}
